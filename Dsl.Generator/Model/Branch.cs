using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>A branch with everything decided.</summary>
/// <param name="Index">Its place among the branches, from 0.</param>
/// <param name="Features">Its width.</param>
/// <param name="Compression">Its resampling; null for a branch over every position.</param>
/// <param name="LayerName">Simple name of its layer class.</param>
/// <param name="LayerType">Name of its layer class with <c>global::</c>.</param>
/// <param name="Arguments">What the layer is constructed with.</param>
/// <param name="Size">What the layer holds and costs.</param>
internal sealed record Branch(
    int Index,
    int Features,
    Compression? Compression,
    string LayerName,
    string LayerType,
    EquatableArray<Argument> Arguments,
    LayerSize Size);
