using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>A tensor of a <c>state_dict</c>.</summary>
/// <param name="Name">Its name within the module that holds it.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="IsBuffer">Whether it is not trained.</param>
internal sealed record Weight(string Name, string Type, EquatableArray<long> Shape, bool IsBuffer)
{
    /// <summary>A trained float32 tensor.</summary>
    public static Weight Parameter(string name, params long[] shape) => new(name, ElementTypes.Default, new(shape), IsBuffer: false);
}
