using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Check;

/// <summary>A declaration that breaks no rule, with every default filled in and every size computed.</summary>
/// <param name="Class">The declared class.</param>
/// <param name="Vocabulary">Rows of the embedding table.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="MaxLength">Longest sequence.</param>
/// <param name="Features">Width of the model.</param>
/// <param name="Depth">Number of blocks.</param>
/// <param name="Norm">The norm layer's class, without <c>global::</c>.</param>
/// <param name="NormSize">What one norm holds and costs.</param>
/// <param name="NormFirst">Whether a block normalises before its branches.</param>
/// <param name="FinalNorm">Whether one more norm follows the last block.</param>
/// <param name="Mixer">What the gated linear mixer holds and costs; null without one.</param>
/// <param name="Dropout">Dropout probability; 0 for none.</param>
/// <param name="Branches">The branches, in the order they are concatenated.</param>
/// <param name="Recipe">How it is trained, if declared.</param>
internal sealed record Architecture(
    ClassModel Class,
    int Vocabulary,
    int Classes,
    int MaxLength,
    int Features,
    int Depth,
    string Norm,
    LayerSize NormSize,
    bool NormFirst,
    bool FinalNorm,
    LayerSize? Mixer,
    double Dropout,
    EquatableArray<Branch> Branches,
    Recipe? Recipe)
{
    /// <summary>What the declaration decides, defaults included.</summary>
    public EquatableArray<DeclaredOption> Options { get; init; }

    /// <summary>The publications that it names.</summary>
    public EquatableArray<Citation> Citations { get; init; }
}
