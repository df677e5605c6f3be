using System.Text.Json;

namespace SerpentDsl.Io;

/// <summary>
/// A checkpoint in several safetensors files: a JSON index beside them says which tensor lies in which file (<c>weight_map</c>). The index
/// may only name files in its own folder, and must name every tensor of these files.
/// </summary>
public static class SafetensorsIndex
{
    /// <summary>File name of a checkpoint's index.</summary>
    public const string FileName = "model.safetensors.index.json";

    /// <summary>File name of a checkpoint in one file.</summary>
    public const string SingleFileName = "model.safetensors";

    private const long LargestIndex = 100_000_000;
    private const string Extension = ".safetensors";

    /// <summary>Reads a whole checkpoint into memory.</summary>
    /// <param name="path">A safetensors file, an index, or a folder that holds <see cref="SingleFileName"/> or
    /// <see cref="FileName"/>.</param>
    /// <returns>All tensors, in the order of the files.</returns>
    /// <exception cref="SafetensorsException">A file is missing, damaged, or not what the index says.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            string[] found = [.. new[] { SingleFileName, FileName }.Select(name => Path.Combine(path, name)).Where(File.Exists)];
            return found.Length switch
            {
                0 => throw new SafetensorsException($"{path}: there is neither {SingleFileName} nor {FileName} in this folder."),
                1 => Read(found[0]),
                _ => throw new SafetensorsException($"{path}: there are both {SingleFileName} and {FileName}; name the one that is meant."),
            };
        }

        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return SafetensorsFile.Read(path);
        }

        try
        {
            var size = new FileInfo(path).Length;
            if (size > LargestIndex)
            {
                throw new SafetensorsException($"{path}: an index of {size} bytes is too large; at most {LargestIndex} are accepted.");
            }

            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return Read(File.ReadAllBytes(path), path, name => SafetensorsFile.Read(Path.Combine(folder, name)));
        }
        catch (Exception e) when (e is (IOException and not SafetensorsException) or UnauthorizedAccessException)
        {
            throw new SafetensorsException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the files that an index names.</summary>
    /// <param name="index">The JSON text.</param>
    /// <param name="file">Its name in messages.</param>
    /// <param name="open">Reads the file of a name in the index's folder.</param>
    internal static SafetensorsFile Read(ReadOnlyMemory<byte> index, string file, Func<string, SafetensorsFile> open)
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

    private static List<(string Tensor, string File)> Parse(ReadOnlyMemory<byte> index, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(index);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            {
                throw new SafetensorsException(
                    $"{file}: an index is a JSON object with a 'weight_map' from tensors to files; this one has none.");
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
                        $"{file}: tensor '{property.Name}' is said to lie in '{name}', which is not the plain name of a {Extension} file "
                            + "beside the index.");
                }

                entries.Add((property.Name, name));
            }

            return entries.Count > 0 ? entries : throw new SafetensorsException($"{file}: the index lists no tensor.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a JSON string that is not valid Unicode.
            throw new SafetensorsException($"{file}: the index is not valid JSON: {e.Message}", e);
        }
    }

    // On every operating system: no folders, drives, alternate streams or control characters.
    private static bool IsPlainName(string name) =>
        name.Length is > 12 and <= 255 && name[0] != '.' && name.EndsWith(Extension, StringComparison.Ordinal)
        && !name.Any(letter => letter is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' || char.IsControl(letter));
}
