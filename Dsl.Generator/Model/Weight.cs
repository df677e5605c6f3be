using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>A tensor of a <c>state_dict</c>.</summary>
/// <param name="Name">The name in the module that has the tensor.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="IsBuffer">Whether the tensor is a buffer, which is not trained.</param>
internal sealed record Weight(string Name, string Type, EquatableArray<long> Shape, bool IsBuffer)
{
    /// <summary>A trained float32 tensor.</summary>
    public static Weight Parameter(string name, params long[] shape) => new(name, ElementTypes.Default, new(shape), IsBuffer: false);
}
