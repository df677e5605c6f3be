using Parquet;
using Parquet.Schema;

namespace SerpentDsl.Tasks.Tests;

/// <summary>Writes small Parquet files.</summary>
internal static class ParquetFiles
{
    /// <summary>Writes a file with the columns <c>text</c> and <c>label</c>.</summary>
    public static async Task WriteAsync(string path, string?[] texts, long[] labels)
    {
        await using var file = File.Create(path);
        await WriteAsync(file, texts, labels);
    }

    public static async Task WriteAsync(Stream stream, string?[] texts, long[] labels)
    {
        var text = new DataField<string>("text");
        var label = new DataField<long>("label");
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(text, label), stream);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(text, texts);
        await group.WriteAsync<long>(label, labels.AsMemory());
    }
}
