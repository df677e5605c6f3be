using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>A branch, with its defaults filled in and its sizes computed.</summary>
/// <param name="Index">The index of the branch, from 0.</param>
/// <param name="Features">The width of the branch.</param>
/// <param name="Compression">The resampling; null for a branch that is not resampled.</param>
/// <param name="LayerName">Simple name of the layer class.</param>
/// <param name="LayerType">Name of the layer class with <c>global::</c>.</param>
/// <param name="Arguments">The arguments of the layer's constructor.</param>
/// <param name="Size">Parameters and cost of the layer.</param>
internal sealed record Branch(
    int Index,
    int Features,
    Compression? Compression,
    string LayerName,
    string LayerType,
    EquatableArray<Argument> Arguments,
    LayerSize Size)
{
    /// <summary>Whether the layer also reads the value of the block's skip connection.</summary>
    public bool ReadsSkip { get; init; }

    /// <summary>Whether the layer reads what its block reads: the branch is as wide as the model, and is not resampled.</summary>
    /// <param name="features">Width of the model.</param>
    public bool ReadsBlockInput(int features) => Compression is null && Features == features;
}
