using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SerpentDsl.Io;

/// <summary>
/// Reads the tensors of a file that <c>torch.save</c> wrote (<c>pytorch_model.bin</c>, <c>.pt</c>, <c>.pth</c>): a zip archive with one
/// pickle and the storages of the tensors. Nothing of the pickle is executed (<see cref="PickleReader"/>); every size is compared with the
/// file before memory is allocated.
/// </summary>
internal static class TorchFile
{
    private const string PickleName = "data.pkl";
    private const int LargestPickle = 20_000_000;
    private const int MostRecords = 1_000_000;

    /// <summary>Where training programs put the model's state dict in a larger dictionary.</summary>
    private static readonly string[] s_wrappers = ["state_dict", "model_state_dict", "model", "module"];

    private static readonly byte[] s_zip = [(byte)'P', (byte)'K', 3, 4];

    // The pickled number with which files of PyTorch before 1.6 begin.
    private static readonly byte[] s_legacy = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Whether a file begins as one of <c>torch.save</c>, in the zip format or the older one.</summary>
    /// <param name="start">The first eight bytes of the file. As those of a safetensors file they would be a length beyond any
    /// header's.</param>
    public static bool IsOne(ReadOnlySpan<byte> start) =>
        start.Length == sizeof(ulong) && BinaryPrimitives.ReadUInt64LittleEndian(start) > uint.MaxValue
        && (start.StartsWith(s_zip) || start is [0x80, >= 2 and <= 5, ..]);

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The content; must be seekable.</param>
    /// <param name="file">Its name in messages.</param>
    /// <returns>The tensors of the state dict in its order, without metadata.</returns>
    /// <exception cref="SafetensorsException">The file is damaged, or has something other than tensors in it.</exception>
    public static SafetensorsFile Read(Stream stream, string file)
    {
        Span<byte> start = stackalloc byte[16];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (!start.StartsWith(s_zip))
        {
            throw new SafetensorsException(
                $"{file}: it is a pickle {(start.StartsWith(s_legacy) ? "of PyTorch before 1.6" : "without PyTorch's zip archive")}"
                    + ", which is not read; convert it in Python: "
                    + "torch.save(torch.load(FILE, map_location=\"cpu\", weights_only=True), FILE).");
        }

        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return ReadArchive(archive, stream.Length, file);
        }
        catch (Exception problem) when (
            problem is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new SafetensorsException($"{file}: the zip archive is truncated or damaged: {problem.Message}", problem);
        }
    }

    private static SafetensorsFile ReadArchive(ZipArchive archive, long archiveBytes, string file)
    {
        var records = Records(archive, archiveBytes, file);
        string[] pickles = [.. records.Keys.Where(name => name.EndsWith("/" + PickleName, StringComparison.Ordinal))];
        if (pickles is not [var pickle])
        {
            throw new SafetensorsException(
                $"{file}: the zip archive has {pickles.Length} records {PickleName}; a file of torch.save has one.");
        }

        var folder = pickle[..^PickleName.Length];
        if (records.ContainsKey(folder + "constants.pkl"))
        {
            throw new SafetensorsException(
                $"{file}: it is a TorchScript program, not a file of tensors; in Python: "
                    + "torch.save(torch.jit.load(FILE).state_dict(), FILE).");
        }

        var order = records.GetValueOrDefault(folder + "byteorder") is { } record
            ? Encoding.ASCII.GetString(Content(record, 16, file))
            : "little";
        if (order is not ("little" or "big"))
        {
            throw new SafetensorsException($"{file}: its record byteorder is neither 'little' nor 'big'.");
        }

        var state = StateDict(PickleReader.Read(Content(records[pickle], LargestPickle, file), file), file);
        var storages = new TorchStorages(
            file, archiveBytes, key => records.GetValueOrDefault($"{folder}data/{key}"), isBigEndian: order == "big");
        var entries = new List<SafetensorsEntry>(state.Keys.Count);
        foreach (var name in state.Keys)
        {
            if (state[name] is not PickledTensor tensor)
            {
                throw new SafetensorsException($"{file}: '{name}' is no tensor; only a state dict of tensors is read.");
            }

            entries.Add(new SafetensorsEntry(name, tensor.Storage.Type, tensor.Shape, storages.Elements(name, tensor)));
        }

        return new SafetensorsFile(file, new Dictionary<string, string>(), entries);
    }

    // The records by name. torch.save does not compress, so no record is larger than the file, nor are all of them together.
    private static Dictionary<string, ZipArchiveEntry> Records(ZipArchive archive, long archiveBytes, string file)
    {
        var records = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        Int128 bytes = 0;
        foreach (var entry in archive.Entries)
        {
            bytes += entry.Length;
            if (entry.Length != entry.CompressedLength || bytes > archiveBytes || records.Count == MostRecords)
            {
                throw new SafetensorsException(
                    $"{file}: record {Excerpt(entry.FullName)} of the zip archive is compressed, overlaps another or is one too many; "
                        + "torch.save writes no such file.");
            }

            if (!records.TryAdd(entry.FullName, entry))
            {
                throw new SafetensorsException($"{file}: the zip archive has two records {Excerpt(entry.FullName)}.");
            }
        }

        return records;
    }

    private static byte[] Content(ZipArchiveEntry record, int most, string file)
    {
        if (record.Length > most)
        {
            throw new SafetensorsException(
                $"{file}: record {Excerpt(record.FullName)} has {record.Length} bytes; at most {most} are accepted.");
        }

        var content = new byte[record.Length];
        using var stream = record.Open();
        stream.ReadExactly(content);
        return content;
    }

    // The dictionary of tensors: the whole, or what a training program stored under one of the usual names.
    private static PickleDictionary StateDict(object? root, string file)
    {
        for (var depth = 0; root is PickleDictionary dictionary && depth < 3; depth++)
        {
            if (dictionary.Keys.Any(name => dictionary[name] is PickledTensor))
            {
                return dictionary;
            }

            string[] inner = [.. s_wrappers.Where(name => dictionary[name] is PickleDictionary)];
            if (inner.Length > 1)
            {
                throw new SafetensorsException(
                    $"{file}: there are dictionaries '{string.Join("' and '", inner)}', and it is not known which is the model; "
                        + "save one of them alone.");
            }

            root = inner is [var name] ? dictionary[name] : null;
        }

        throw new SafetensorsException(
            $"{file}: there is no dictionary of tensors in it, neither alone nor as '{string.Join("', '", s_wrappers)}'.");
    }

    private static string Excerpt(string name) => name.Length <= 60 ? $"'{name}'" : $"'{name[..60]}…'";
}
