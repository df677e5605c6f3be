using System.Text.Json;
using static TorchSharp.torch;

namespace SerpentDsl.Io;

/// <summary>
/// Reads and writes safetensors files: 8 bytes of little-endian header length, a JSON header, then the tensors' bytes. Reading checks
/// sizes, offsets, overlaps and names. A file of another format, a truncated or a manipulated one causes a <see
/// cref="SafetensorsException"/> and never a read out of bounds.
/// </summary>
public sealed class SafetensorsFile
{
    private readonly string _file;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    internal SafetensorsFile(string file, IReadOnlyDictionary<string, string> metadata, List<SafetensorsEntry> entries)
    {
        _file = file;
        _entries = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        Metadata = metadata;
        Names = [.. entries.Select(entry => entry.Name)];
    }

    /// <summary>The file's free key-value pairs.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors' names, in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>Reads a whole file into memory.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">The file is not a correct safetensors file, or cannot be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        try
        {
            using var stream = RegularFile.Open(path);
            return Read(stream, path);
        }
        catch (EndOfStreamException e)
        {
            // Its content is wrong, as that of a damaged file; the reading itself worked.
            throw new SafetensorsException(e.Message);
        }
        catch (Exception e) when (e is (IOException and not SafetensorsException) or UnauthorizedAccessException)
        {
            throw new SafetensorsException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a file's content from a stream.</summary>
    /// <param name="stream">The content, from the stream's position 0; must be seekable.</param>
    /// <param name="file">Its name in messages.</param>
    /// <exception cref="SafetensorsException">The content is not a correct safetensors file.</exception>
    public static SafetensorsFile Read(Stream stream, string file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = SafetensorsHeader.Read(stream, file);
        var entries = new List<SafetensorsEntry>(header.Places.Count);
        foreach (var place in header.Places)
        {
            var size = place.End - place.Begin;
            if (size > Array.MaxLength)
            {
                throw new SafetensorsException($"{file}: tensor '{place.Name}' has {size} bytes; at most {Array.MaxLength} can be read.");
            }

            var data = new byte[size];
            stream.Position = header.DataStart + place.Begin;
            stream.ReadExactly(data);
            entries.Add(new SafetensorsEntry(place.Name, place.Type, place.Shape, data));
        }

        return new SafetensorsFile(file, header.Metadata, entries);
    }

    /// <summary>The same file without some of its tensors; the bytes of the others are shared.</summary>
    /// <param name="wanted">Whether to keep the tensor of a name.</param>
    public SafetensorsFile Only(Func<string, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return new SafetensorsFile(_file, Metadata, [.. Names.Where(wanted).Select(name => _entries[name])]);
    }

    /// <summary>The same tensors under other names; those without a new name are left out.</summary>
    /// <param name="rename">The new name of a tensor, or null.</param>
    internal SafetensorsFile Renamed(Func<string, string?> rename) => new(
        _file,
        Metadata,
        [
            .. Names.Select(name => (New: rename(name), Entry: _entries[name]))
                .Where(pair => pair.New is not null)
                .DistinctBy(pair => pair.New)
                .Select(pair => new SafetensorsEntry(pair.New!, pair.Entry.Type, pair.Entry.Shape, pair.Entry.Data)),
        ]);

    /// <summary>Makes a tensor of one entry.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="device">Device of the tensor; null: the CPU.</param>
    /// <returns>A new tensor, owned by the caller.</returns>
    /// <exception cref="SafetensorsException">There is no tensor of that name.</exception>
    public Tensor ToTensor(string name, Device? device = null)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            throw new SafetensorsException($"{_file}: there is no tensor '{name}'; there are: {string.Join(", ", Names)}.");
        }

        var tensor = empty([.. entry.Shape], dtype: entry.Type.ScalarType, device: CPU);
        if (entry.Data.Length > 0)
        {
            entry.Data.Span.CopyTo(tensor.bytes);
        }

        if (device is null || device.type == TorchSharp.DeviceType.CPU)
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.to(device);
        }
    }

    /// <summary>
    /// Writes a file atomically (<see cref="AtomicFile"/>). The same tensors in the same order with the same metadata
    /// give the same bytes; the data begins at a multiple of 8.
    /// </summary>
    /// <param name="path">Path of the file. Its folder must exist.</param>
    /// <param name="tensors">Names and values; any device, any strides.</param>
    /// <param name="metadata">Free key-value pairs; written in ordinal order of the keys.</param>
    /// <param name="previous">Path to which an old file is renamed, in the same folder; null: it is replaced.</param>
    /// <exception cref="SafetensorsException">A name occurs twice or is reserved, or the format has no such element type.</exception>
    public static void Write(
        string path,
        IEnumerable<(string Name, Tensor Value)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? previous = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        (string Name, Tensor Value)[] all = [.. tensors];
        var header = WriteHeader(path, all, metadata);
        AtomicFile.Write(path, WriteAll, previous);

        void WriteAll(Stream stream)
        {
            stream.Write(BitConverter.GetBytes((ulong)header.LongLength));
            stream.Write(header);
            foreach (var (_, value) in all)
            {
                using var scope = NewDisposeScope();
                if (value.numel() > 0)
                {
                    stream.Write(value.detach().cpu().contiguous().bytes);
                }
            }
        }
    }

    private static byte[] WriteHeader(string path, (string Name, Tensor Value)[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            var names = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
            long offset = 0;
            foreach (var (name, value) in tensors)
            {
                if (!names.Add(name))
                {
                    throw new SafetensorsException(
                        $"{path}: the name '{name}' is given twice or reserved; tensors need names of their own.");
                }

                var type = SafetensorsType.Of(value.dtype)
                    ?? throw new SafetensorsException(
                        $"{path}: tensor '{name}' has element type {value.dtype}, which safetensors lacks (a complex tensor can be written "
                            + "as view_as_real()).");
                var end = offset + (value.numel() * type.Size);
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                json.WriteStartArray("shape");
                foreach (var dimension in value.shape)
                {
                    json.WriteNumberValue(dimension);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                offset = end;
            }

            json.WriteEndObject();
        }

        // The format allows spaces after the JSON object; they align the data for readers that map the file into memory.
        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }
}
