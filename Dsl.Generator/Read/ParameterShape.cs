using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>A tensor that a layer class states: a trainable parameter by <c>[LayerParameter]</c>, a state by <c>[LayerState]</c>.</summary>
internal sealed record ParameterShape(string Name, EquatableArray<string> Dimensions);
