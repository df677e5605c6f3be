using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>A tensor that a layer class states by <c>[LayerParameter]</c>, <c>[LayerBuffer]</c> or <c>[LayerState]</c>.</summary>
/// <param name="Name">The name in the layer.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="Dimensions">One expression per dimension.</param>
internal sealed record TensorShape(string Name, string Type, EquatableArray<string> Dimensions);
