using static TorchSharp.torch;

namespace SerpentDsl.Io;

/// <summary>An element type of the safetensors format: its name there, its size and the tensor type it becomes.</summary>
/// <param name="Name">Name in the file's header, such as <c>F32</c>.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="ScalarType">The tensor's element type.</param>
public sealed record SafetensorsType(string Name, int Size, ScalarType ScalarType)
{
    private static readonly SafetensorsType[] s_known =
    [
        new("F64", 8, ScalarType.Float64),
        new("F32", 4, ScalarType.Float32),
        new("F16", 2, ScalarType.Float16),
        new("BF16", 2, ScalarType.BFloat16),
        new("I64", 8, ScalarType.Int64),
        new("I32", 4, ScalarType.Int32),
        new("I16", 2, ScalarType.Int16),
        new("I8", 1, ScalarType.Int8),
        new("U8", 1, ScalarType.Byte),
        new("BOOL", 1, ScalarType.Bool),
    ];

    /// <summary>The names of all types this reader and writer handle, for messages.</summary>
    internal static string AllNames => string.Join(", ", s_known.Select(type => type.Name));

    /// <summary>The type of that name, or null.</summary>
    internal static SafetensorsType? Named(string? name) => Array.Find(s_known, type => type.Name == name);

    /// <summary>The type that holds a tensor's elements, or null when the format has none (complex numbers).</summary>
    internal static SafetensorsType? Of(ScalarType scalarType) => Array.Find(s_known, type => type.ScalarType == scalarType);
}
