using System.Text.Json;

namespace SerpentDsl.Io;

/// <summary>
/// The form of an official checkpoint: its tensors in order with their types, its header, and its <c>config.json</c>. It is stored with an
/// imported model, so that an export writes the same file again.
/// </summary>
/// <param name="Naming">The naming scheme: <c>original</c>, <c>huggingface</c> or <c>s4</c>.</param>
/// <param name="Tensors">Official names with their safetensors types, in the order of the file.</param>
/// <param name="Metadata">The header's free key-value pairs.</param>
/// <param name="Config">The text of <c>config.json</c>, if there was one.</param>
public sealed record OfficialLayout(
    string Naming,
    IReadOnlyList<OfficialTensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata,
    string? Config)
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Writes the layout as JSON, atomically.</summary>
    /// <param name="path">Path of the file.</param>
    public void Save(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, s_options));

    /// <summary>Reads a layout that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">The file is not a layout.</exception>
    public static OfficialLayout Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var layout = JsonSerializer.Deserialize<OfficialLayout>(stream, s_options);
            return layout is { Naming: not null, Tensors: not null, Metadata: not null }
                ? layout
                : throw new SafetensorsException($"{path}: this is no layout of a checkpoint.");
        }
        catch (JsonException e)
        {
            throw new SafetensorsException($"{path}: this is no layout of a checkpoint: {e.Message}", e);
        }
    }
}
