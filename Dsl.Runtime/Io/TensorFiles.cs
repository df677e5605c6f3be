namespace SerpentDsl.Io;

/// <summary>
/// Reads the tensors of a checkpoint, however they are stored: as safetensors or by <c>torch.save</c>, in one file or in several with an
/// index. What a file is follows from its content, not from its name.
/// </summary>
public static class TensorFiles
{
    /// <summary>File name of a checkpoint in one safetensors file.</summary>
    public const string SafetensorsName = "model.safetensors";

    private const int LargestIndex = 100_000_000;
    private const string IndexEnding = ".index.json";

    /// <summary>The forms in the order in which a folder is searched: of two forms of one model, safetensors is read.</summary>
    private static readonly string[] s_names = [SafetensorsName, "pytorch_model.bin"];

    /// <summary>Reads a whole checkpoint into memory.</summary>
    /// <param name="path">A file, an index of several (<c>*.index.json</c>), or a folder that holds <c>model.safetensors</c>,
    /// <c>pytorch_model.bin</c> or the index of one of them.</param>
    /// <returns>All tensors, in the order of the files.</returns>
    /// <exception cref="SafetensorsException">A file is missing, damaged, not what its name or the index says, or has more in it than
    /// tensors.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path) ? ReadFolder(path) : ReadPath(path);
    }

    private static SafetensorsFile ReadFolder(string folder)
    {
        foreach (var name in s_names)
        {
            string[] found = [.. new[] { name, name + IndexEnding }.Where(file => Path.Exists(Path.Combine(folder, file)))];
            if (found.Length == 2)
            {
                throw new SafetensorsException($"{folder}: there are both {found[0]} and {found[1]}; name the one that is meant.");
            }

            if (found is [var only])
            {
                return ReadPath(Path.Combine(folder, only));
            }
        }

        throw new SafetensorsException(
            $"{folder}: there is neither {string.Join(" nor ", s_names.SelectMany(name => new[] { name, name + IndexEnding }))} in this "
                + "folder.");
    }

    private static SafetensorsFile ReadPath(string path)
    {
        try
        {
            if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                return ReadTensors(path);
            }

            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return ShardIndex.Read(RegularFile.ReadAllBytes(path, LargestIndex), path, name =>
                Path.Exists(Path.Combine(folder, name))
                    ? ReadTensors(Path.Combine(folder, name))
                    : throw new SafetensorsException($"{path}: it names {name}, which is not in the folder; get the missing file."));
        }
        catch (Exception problem) when (problem is (IOException and not SafetensorsException) or UnauthorizedAccessException)
        {
            throw new SafetensorsException(
                problem.Message.Contains(path, StringComparison.Ordinal) ? problem.Message : $"{path}: cannot be read: {problem.Message}",
                problem);
        }
    }

    private static SafetensorsFile ReadTensors(string path)
    {
        using var stream = RegularFile.Open(path);
        Span<byte> start = stackalloc byte[8];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        return TorchFile.IsOne(start) ? TorchFile.Read(stream, path) : SafetensorsFile.Read(stream, path);
    }
}
