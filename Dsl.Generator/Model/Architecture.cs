using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;

namespace SerpentDsl.Generator.Model;

/// <summary>An architecture: a declaration that breaks no rule, with all defaults filled in and all sizes computed.</summary>
/// <param name="Class">The declared class.</param>
/// <param name="Head">The head.</param>
/// <param name="Features">Width of the model.</param>
/// <param name="Depth">Number of blocks.</param>
/// <param name="Norm">The norm layer's class, without <c>global::</c>.</param>
/// <param name="NormSize">Parameters and cost of one norm.</param>
/// <param name="NormFirst">Whether a block normalises before its branches.</param>
/// <param name="FinalNorm">Whether one more norm follows the last block.</param>
/// <param name="Mixer">The layer that mixes features at the end of a block; null for none.</param>
/// <param name="Dropout">Dropout probability; 0 for none.</param>
/// <param name="DropoutTied">Whether a feature is dropped at all positions or at none.</param>
/// <param name="Branches">The branches, in the order they are concatenated.</param>
/// <param name="Recipe">The recipe; null without one.</param>
internal sealed record Architecture(
    ClassModel Class,
    Head Head,
    int Features,
    int Depth,
    string Norm,
    LayerSize NormSize,
    bool NormFirst,
    bool FinalNorm,
    MixerLayer? Mixer,
    double Dropout,
    bool DropoutTied,
    EquatableArray<Branch> Branches,
    Recipe? Recipe)
{
    /// <summary>Longest sequence.</summary>
    public int MaxLength => Head.MaxLength;

    /// <summary>Whether no position depends on a later one.</summary>
    public bool IsCausal => Head.IsCausal;

    /// <summary>The class that resamples, without <c>global::</c>.</summary>
    public string CompressionType => MetadataNames.CompressionLayer(IsCausal);

    /// <summary>What the declaration adds to every norm's variance; null for the usual number.</summary>
    public double? NormEpsilon { get; init; }

    /// <summary>The norm after the skip connection of a block that normalises before its branches; null for none.</summary>
    public NormLayer? SkipNorm { get; init; }

    /// <summary>The function of the skip connection's sum: a member of <c>SerpentDsl.PointwiseFunction</c>; null for none.</summary>
    public string? SkipActivation { get; init; }

    /// <summary>The feed-forward part of a block; null for none.</summary>
    public FeedForwardPart? FeedForward { get; init; }

    /// <summary>What is added to the embeddings; null for nothing.</summary>
    public PositionsPart? Positions { get; init; }

    /// <summary>All options of the declaration, including those that have their defaults.</summary>
    public EquatableArray<DeclaredOption> Options { get; init; }

    /// <summary>The publications that the declaration names.</summary>
    public EquatableArray<Citation> Citations { get; init; }
}
