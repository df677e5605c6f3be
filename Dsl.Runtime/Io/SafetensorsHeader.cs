using System.Buffers.Binary;
using System.Text.Json;

namespace SerpentDsl.Io;

/// <summary>The checked JSON header of a safetensors file: every tensor is known to lie inside the data.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Far more than a real file has; a corrupt length field must not cause a huge allocation.</summary>
    private const long LargestHeader = 100_000_000;

    /// <summary>More dimensions than any tensor library supports.</summary>
    private const int MostDimensions = 64;

    private const string MetadataKey = "__metadata__";

    private SafetensorsHeader(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<Place> places, long dataStart)
    {
        Metadata = metadata;
        Places = places;
        DataStart = dataStart;
    }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<Place> Places { get; }

    /// <summary>Where the data begins in the file.</summary>
    public long DataStart { get; }

    public static SafetensorsHeader Read(Stream stream, string file)
    {
        var total = stream.Length;
        Span<byte> start = stackalloc byte[WrongContent.Length];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (total < sizeof(ulong))
        {
            throw new SafetensorsException(
                $"{file}: {total} bytes are too few for a safetensors file, which begins with 8 bytes of header length.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > LargestHeader || (long)length > total - sizeof(ulong))
        {
            throw new SafetensorsException(WrongContent.Describe(start) is { } other
                ? $"{file} is no safetensors file: {other}."
                : $"{file}: the header is said to have {length} bytes, but the file has {total} (and at most {LargestHeader} are "
                    + "accepted); it is truncated or no safetensors file.");
        }

        stream.Position = sizeof(ulong);
        var header = new byte[length];
        stream.ReadExactly(header);
        return Parse(header, total - sizeof(ulong) - (long)length, file);
    }

    private static SafetensorsHeader Parse(byte[] header, long dataLength, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(header);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new SafetensorsException($"{file}: the header is JSON {document.RootElement.ValueKind}, not an object.");
            }

            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var places = new List<Place>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw new SafetensorsException($"{file}: '{property.Name}' appears twice in the header.");
                }

                if (property.Name == MetadataKey)
                {
                    ReadMetadata(property.Value, metadata, file);
                }
                else
                {
                    places.Add(ReadPlace(property, dataLength, file));
                }
            }

            CheckCover(places, dataLength, file);
            return new SafetensorsHeader(metadata, places, sizeof(ulong) + header.LongLength);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a JSON string that is not valid Unicode.
            throw new SafetensorsException($"{file}: the header is not valid JSON: {e.Message}", e);
        }
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata, string file)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new SafetensorsException($"{file}: {MetadataKey} is JSON {element.ValueKind}, not an object of strings.");
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw new SafetensorsException($"{file}: metadata '{property.Name}' is JSON {property.Value.ValueKind}, not a string.");
            }

            if (!metadata.TryAdd(property.Name, property.Value.GetString()!))
            {
                throw new SafetensorsException($"{file}: metadata '{property.Name}' appears twice.");
            }
        }
    }

    private static Place ReadPlace(JsonProperty property, long dataLength, string file)
    {
        var name = property.Name;
        var tensor = property.Value;
        if (tensor.ValueKind != JsonValueKind.Object)
        {
            throw new SafetensorsException($"{file}: tensor '{name}' is described by JSON {tensor.ValueKind}, not an object.");
        }

        JsonElement? dtype = null, shape = null, offsets = null;
        foreach (var field in tensor.EnumerateObject())
        {
            ref var slot = ref dtype;
            switch (field.Name)
            {
                case "dtype":
                    break;
                case "shape":
                    slot = ref shape;
                    break;
                case "data_offsets":
                    slot = ref offsets;
                    break;
                default:
                    throw new SafetensorsException($"{file}: tensor '{name}' has an unknown field '{field.Name}'.");
            }

            if (slot is not null)
            {
                throw new SafetensorsException($"{file}: tensor '{name}' states '{field.Name}' twice.");
            }

            slot = field.Value;
        }

        if (dtype is not { ValueKind: JsonValueKind.String } typeName)
        {
            throw new SafetensorsException($"{file}: tensor '{name}' has no 'dtype' string.");
        }

        var type = SafetensorsType.Named(typeName.GetString())
            ?? throw new SafetensorsException(
                $"{file}: tensor '{name}' has dtype '{typeName.GetString()}'; known are {SafetensorsType.AllNames}.");
        var dimensions = ReadIntegers(shape, "shape", name, file);
        var range = ReadIntegers(offsets, "data_offsets", name, file);
        if (range.Length != 2)
        {
            throw new SafetensorsException($"{file}: tensor '{name}' has {range.Length} data_offsets; begin and end are needed.");
        }

        var (begin, end) = (range[0], range[1]);
        if (begin > end || end > dataLength)
        {
            throw new SafetensorsException(
                $"{file}: tensor '{name}' lies at bytes {begin} to {end} of the data, which has {dataLength}; the file is truncated or "
                    + "corrupt.");
        }

        var bytes = ByteCount(dimensions, type.Size);
        if (bytes != end - begin)
        {
            throw new SafetensorsException(
                $"{file}: tensor '{name}' of shape [{string.Join(", ", dimensions)}] and dtype {type.Name} needs "
                    + $"{bytes?.ToString() ?? "more than 2^63"} bytes, but its data_offsets span {end - begin}.");
        }

        return new Place(name, type, dimensions, begin, end);
    }

    private static long[] ReadIntegers(JsonElement? element, string field, string name, string file)
    {
        if (element is not { ValueKind: JsonValueKind.Array } array)
        {
            throw new SafetensorsException($"{file}: tensor '{name}' has no '{field}' array.");
        }

        if (array.GetArrayLength() > MostDimensions)
        {
            throw new SafetensorsException(
                $"{file}: tensor '{name}' has {array.GetArrayLength()} numbers in '{field}'; at most {MostDimensions} are accepted.");
        }

        var values = new long[array.GetArrayLength()];
        var i = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out values[i]) || values[i] < 0)
            {
                throw new SafetensorsException(
                    $"{file}: tensor '{name}' has {Excerpt(item.GetRawText())} in '{field}', where a non-negative integer belongs.");
            }

            i++;
        }

        return values;
    }

    private static string Excerpt(string text) => text.Length <= 40 ? text : text[..40] + "…";

    /// <summary>The size of a tensor in bytes; null when it does not fit 63 bits.</summary>
    private static long? ByteCount(long[] shape, int elementSize)
    {
        long count = elementSize;
        foreach (var dimension in shape.Where(dimension => dimension > 0))
        {
            if (count > long.MaxValue / dimension)
            {
                return null;
            }

            count *= dimension;
        }

        // Also with a dimension of 0 the product of the others must fit: a tensor library computes strides from them.
        return shape.Contains(0) ? 0 : count;
    }

    /// <summary>Checks that every data byte belongs to exactly one tensor, as the format demands.</summary>
    private static void CheckCover(List<Place> places, long dataLength, string file)
    {
        long reached = 0;
        var previous = "the beginning";
        foreach (var place in places.OrderBy(place => place.Begin).ThenBy(place => place.End))
        {
            if (place.Begin != reached)
            {
                var fault = place.Begin < reached ? "overlap" : "leave a gap";
                throw new SafetensorsException(
                    $"{file}: tensor '{place.Name}' begins at byte {place.Begin} of the data, but {previous} ends at {reached}: they "
                        + $"{fault}.");
            }

            reached = place.End;
            previous = $"'{place.Name}'";
        }

        if (reached != dataLength)
        {
            throw new SafetensorsException($"{file}: {dataLength - reached} bytes after the last tensor belong to none.");
        }
    }

    /// <summary>Where a tensor lies in the data: bytes <c>[Begin, End)</c>.</summary>
    internal sealed record Place(string Name, SafetensorsType Type, long[] Shape, long Begin, long End);
}
