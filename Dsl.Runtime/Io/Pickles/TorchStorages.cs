using System.IO.Compression;

namespace SerpentDsl.Io;

/// <summary>The storages of an archive that torch.save wrote; each is read once, however many tensors look into it.</summary>
/// <param name="file">The archive's name in messages.</param>
/// <param name="archiveBytes">Size of the archive.</param>
/// <param name="find">The record of a name below <c>data/</c>, or null.</param>
/// <param name="isBigEndian">Whether the numbers' most significant byte comes first.</param>
internal sealed class TorchStorages(string file, long archiveBytes, Func<string, ZipArchiveEntry?> find, bool isBigEndian)
{
    /// <summary>
    /// Tensors whose elements do not lie in order are copied. A file can name one storage again and again; all copies together may have at
    /// most so many times the bytes of the file.
    /// </summary>
    private const long MostCopies = 4;

    private readonly Dictionary<string, (PickledStorage Declared, byte[] Data)> _read = new(StringComparer.Ordinal);
    private long _copied;

    /// <summary>The elements of a tensor, little-endian and in row-major order.</summary>
    /// <param name="name">The tensor's name in messages.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="SafetensorsException">The tensor reaches beyond its storage, or the storage is missing or of another
    /// size.</exception>
    public ReadOnlyMemory<byte> Elements(string name, PickledTensor tensor)
    {
        var size = tensor.Storage.Type.Size;
        var count = Count(name, tensor);
        var storage = Read(name, tensor.Storage);
        if (count == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        if (IsInOrder(tensor))
        {
            return storage.AsMemory((int)(tensor.Offset * size), (int)(count * size));
        }

        _copied += count * size;
        if (_copied > MostCopies * archiveBytes)
        {
            throw new SafetensorsException(
                $"{file}: its tensors are views of the same data that would need more than {MostCopies} times the size of the file.");
        }

        return Gather(storage, tensor, count, size);
    }

    // The number of elements; checks that all of them lie in the storage.
    private long Count(string name, PickledTensor tensor)
    {
        Int128 product = 1, last = tensor.Offset;
        foreach (var (size, stride) in tensor.Shape.Zip(tensor.Strides))
        {
            // Also with a dimension of 0 the product of the others must fit: a tensor library computes strides from them.
            product = Int128.Min(product * Math.Max(size, 1), long.MaxValue);
            last = Int128.Min(last + ((Int128)Math.Max(size - 1, 0) * stride), long.MaxValue);
        }

        var isEmpty = tensor.Shape.Contains(0);
        return product < int.MaxValue && isEmpty ? 0
            : product <= tensor.Storage.Count && last < tensor.Storage.Count && !isEmpty ? (long)product
            : throw new SafetensorsException(
                $"{file}: tensor '{name}' of shape [{string.Join(", ", tensor.Shape)}], offset {tensor.Offset} and strides "
                    + $"[{string.Join(", ", tensor.Strides)}] does not lie in its storage of {tensor.Storage.Count} elements.");
    }

    private byte[] Read(string name, PickledStorage storage)
    {
        if (_read.TryGetValue(storage.Key, out var known))
        {
            return known.Declared == storage
                ? known.Data
                : throw new SafetensorsException(
                    $"{file}: tensor '{name}' describes storage {storage.Key} in another way than a tensor before.");
        }

        var record = find(storage.Key)
            ?? throw new SafetensorsException($"{file}: the data of tensor '{name}' (record data/{storage.Key}) is not in the archive.");
        var bytes = (Int128)storage.Count * storage.Type.Size;
        if (record.Length != bytes)
        {
            throw new SafetensorsException(
                $"{file}: the storage of tensor '{name}' is said to have {bytes} bytes, but its record has {record.Length}.");
        }

        if (record.Length > Array.MaxLength)
        {
            throw new SafetensorsException(
                $"{file}: a storage has {record.Length} bytes; at most {Array.MaxLength} can be read. Save the file as safetensors.");
        }

        var data = new byte[record.Length];
        using (var stream = record.Open())
        {
            stream.ReadExactly(data);
        }

        if (isBigEndian)
        {
            Swap(data, storage.Type.Size);
        }

        _read.Add(storage.Key, (storage, data));
        return data;
    }

    private static bool IsInOrder(PickledTensor tensor)
    {
        long expected = 1;
        for (var i = tensor.Shape.Length - 1; i >= 0; i--)
        {
            if (tensor.Shape[i] != 1 && tensor.Strides[i] != expected)
            {
                return false;
            }

            expected *= tensor.Shape[i];
        }

        return true;
    }

    private static byte[] Gather(byte[] storage, PickledTensor tensor, long count, int size)
    {
        var result = new byte[count * size];
        var index = new long[tensor.Shape.Length];
        var at = tensor.Offset;
        for (var to = 0; to < result.Length; to += size)
        {
            storage.AsSpan((int)(at * size), size).CopyTo(result.AsSpan(to));
            for (var axis = index.Length - 1; axis >= 0; axis--)
            {
                at += tensor.Strides[axis];
                if (++index[axis] < tensor.Shape[axis])
                {
                    break;
                }

                at -= index[axis] * tensor.Strides[axis];
                index[axis] = 0;
            }
        }

        return result;
    }

    private static void Swap(byte[] data, int size)
    {
        for (var at = 0; at < data.Length; at += size)
        {
            data.AsSpan(at, size).Reverse();
        }
    }
}
