using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>A trainable parameter that a layer class states by <c>[LayerParameter]</c>.</summary>
internal sealed record ParameterShape(string Name, EquatableArray<string> Dimensions);
