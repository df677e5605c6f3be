using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SerpentDsl.Io;

namespace SerpentDsl.Tasks;

/// <summary>Stores a <see cref="LabelSet"/> in a run's folder: the file <c>labels.json</c>.</summary>
public static class LabelFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "labels.json";

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Whether a folder has such a file.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Writes the file.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="labels">The labels.</param>
    public static void Write(string folder, LabelSet labels) =>
        AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, labels, s_options));

    /// <summary>Reads the file.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="TaskDataException">The file is missing or damaged.</exception>
    public static LabelSet Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var labels = JsonSerializer.Deserialize<LabelSet>(File.ReadAllText(path), s_options);
            return labels is { Classes: not null } or { Outputs: not null }
                ? labels
                : throw new JsonException("it has neither classes nor outputs");
        }
        catch (FileNotFoundException problem)
        {
            throw new TaskDataException($"{folder} has no {FileName}, which names the answers. Name the folder of a run.", problem);
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new TaskDataException(
                $"{path} cannot be read: {problem.Message.TrimEnd('.')}. Restore it from a copy, or train again.", problem);
        }
    }
}
