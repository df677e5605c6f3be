using System.Text.Json;

namespace SerpentDsl.Io;

/// <summary>
/// The index of a checkpoint in several files: JSON that says which tensor lies in which file (<c>weight_map</c>). The index may only name
/// files in its own folder, and must name every tensor of these files.
/// </summary>
internal static class ShardIndex
{
    private const string MapKey = "weight_map";
    private const string MetadataKey = "metadata";

    private static readonly string[] s_extensions = [".safetensors", ".bin", ".pt", ".pth"];

    private static readonly KnownKeys s_keys = new KnownKeys().Understood(MapKey, MetadataKey);

    private static readonly KnownKeys s_metadataKeys = new KnownKeys()
        .Harmless("a sum for readers that show progress; every file states its own sizes", "total_size", "total_parameters")
        .Harmless("it says which program wrote the files", "format", "mergekit_version", "transformers_version");

    /// <summary>Reads the files that an index names.</summary>
    /// <param name="index">The JSON text.</param>
    /// <param name="file">Its name in messages.</param>
    /// <param name="open">Reads the file of a name in the index's folder.</param>
    /// <returns>All tensors, in the order of the files.</returns>
    /// <exception cref="SafetensorsException">The index is damaged, or a file is missing or not what the index says.</exception>
    public static SafetensorsFile Read(ReadOnlySpan<byte> index, string file, Func<string, SafetensorsFile> open)
    {
        var map = Parse(index, file);
        var files = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        foreach (var name in map.Select(entry => entry.File).Distinct(StringComparer.Ordinal))
        {
            files.Add(name, open(name));
        }

        foreach (var (tensor, name) in map)
        {
            if (!files[name].Entries.ContainsKey(tensor))
            {
                throw new SafetensorsException($"{file}: tensor '{tensor}' is said to lie in {name}, which holds no such tensor.");
            }
        }

        var listed = map.ToDictionary(entry => entry.Tensor, entry => entry.File, StringComparer.Ordinal);
        var entries = new List<SafetensorsEntry>(map.Count);
        foreach (var (name, content) in files)
        {
            foreach (var tensor in content.Names)
            {
                if (listed.GetValueOrDefault(tensor) != name)
                {
                    throw new SafetensorsException($"{file}: {name} holds tensor '{tensor}', which the index does not place there.");
                }

                entries.Add(content.Entries[tensor]);
            }
        }

        return new SafetensorsFile(file, files.Values.First().Metadata, entries);
    }

    private static List<(string Tensor, string File)> Parse(ReadOnlySpan<byte> index, string file)
    {
        var root = PythonJson.Parse(index, file);
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty(MapKey, out var map) || map.ValueKind != JsonValueKind.Object)
        {
            throw new SafetensorsException(
                $"{file}: an index is a JSON object with a '{MapKey}' from tensors to files; this one has none.");
        }

        var complaints = s_keys.Complaints(root, file);
        if (root.TryGetProperty(MetadataKey, out var metadata) && metadata.ValueKind == JsonValueKind.Object)
        {
            complaints = complaints.Concat(s_metadataKeys.Complaints(metadata, $"{file}, {MetadataKey}"));
        }

        if (complaints.FirstOrDefault() is { } complaint)
        {
            throw new SafetensorsException(complaint + ".");
        }

        var entries = new List<(string, string)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in map.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                throw new SafetensorsException($"{file}: tensor '{property.Name}' appears twice in the index.");
            }

            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw new SafetensorsException(
                    $"{file}: tensor '{property.Name}' is placed in JSON {property.Value.ValueKind}, not in a file.");
            }

            var name = property.Value.GetString()!;
            if (!IsPlainName(name))
            {
                throw new SafetensorsException(
                    $"{file}: tensor '{property.Name}' is said to lie in '{name}', which is not the plain name of a "
                        + $"{string.Join(", ", s_extensions)} file beside the index.");
            }

            entries.Add((property.Name, name));
        }

        return entries.Count > 0 ? entries : throw new SafetensorsException($"{file}: the index lists no tensor.");
    }

    // On every operating system: no folders, drives, alternate streams or control characters.
    private static bool IsPlainName(string name) =>
        name.Length <= 255 && !name.StartsWith('.')
        && s_extensions.Any(extension => name.Length > extension.Length && name.EndsWith(extension, StringComparison.Ordinal))
        && !name.Any(letter => letter is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' || char.IsControl(letter));
}
