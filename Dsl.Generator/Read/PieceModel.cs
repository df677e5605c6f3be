using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>A layer class of Dsl.Runtime that generated code uses whatever the branches are.</summary>
/// <param name="MetadataName">Its full name.</param>
/// <param name="Parameters">What it trains.</param>
/// <param name="Cost">Its <c>[LayerCost]</c>, if any.</param>
internal sealed record PieceModel(string MetadataName, EquatableArray<ParameterShape> Parameters, string? Cost);
