using System.Collections.Generic;

namespace SerpentDsl.Generator.Common;

/// <summary>Types of tensor elements, by the names that attributes and weights ledgers use.</summary>
internal static class ElementTypes
{
    /// <summary>The type of parameters, and of all tensors that state no other type.</summary>
    public const string Default = "float32";

    private static readonly Dictionary<string, int> s_bytes = new()
    {
        ["float16"] = 2,
        ["bfloat16"] = 2,
        ["float32"] = 4,
        ["float64"] = 8,
        ["complex64"] = 8,
        ["complex128"] = 16,
        ["bool"] = 1,
        ["uint8"] = 1,
        ["int8"] = 1,
        ["int16"] = 2,
        ["int32"] = 4,
        ["int64"] = 8,
    };

    /// <summary>All names of types, separated by commas.</summary>
    public static string Known { get; } = string.Join(", ", s_bytes.Keys);

    /// <summary>Size of an element in bytes; null when there is no such type.</summary>
    public static int? BytesOf(string type) => s_bytes.TryGetValue(type, out var bytes) ? bytes : null;
}
