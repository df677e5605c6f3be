using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace SerpentDsl.Io;

/// <summary>The checksum of a checkpoint: SHA-256 over its metadata, and over every tensor's name, shape, element type and bytes.</summary>
public static class CheckpointDigest
{
    /// <summary>The metadata key that holds the checksum.</summary>
    public const string Key = "sha256";

    /// <summary>The checksum of metadata and tensors that are about to be written.</summary>
    /// <param name="metadata">The metadata; an entry <see cref="Key"/> does not count.</param>
    /// <param name="tensors">The tensors with their names, in the order of the file.</param>
    public static string Of(IReadOnlyDictionary<string, string> metadata, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, metadata);
        foreach (var (name, value) in tensors)
        {
            using var scope = NewDisposeScope();
            Append(hash, name, value.dtype, value.shape);
            if (value.numel() > 0)
            {
                hash.AppendData(value.detach().cpu().contiguous().bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The checksum of a file that was read. The checksum in the file's metadata is not part of the input.</summary>
    /// <param name="file">The file.</param>
    public static string Of(SafetensorsFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, file.Metadata);
        return Finish(hash, file);
    }

    /// <summary>The checksum of a file's tensors alone: equal for equal tensors, whatever the metadata.</summary>
    public static string OfTensors(SafetensorsFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return Finish(hash, file);
    }

    private static string Finish(IncrementalHash hash, SafetensorsFile file)
    {
        foreach (var name in file.Names)
        {
            var entry = file.Entries[name];
            Append(hash, name, entry.Type.ScalarType, entry.Shape);
            hash.AppendData(entry.Data.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Checks that a checkpoint is what was written. A file without a checksum passes: others write none.</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="path">Its name in messages.</param>
    /// <exception cref="SafetensorsException">The content does not match the checksum.</exception>
    public static void Require(SafetensorsFile file, string path)
    {
        if (file.Metadata.TryGetValue(Key, out var written) && written != Of(file))
        {
            throw new SafetensorsException($"{path} is damaged: its content does not match its checksum.");
        }
    }

    private static void Append(IncrementalHash hash, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (key, value) in metadata.Where(pair => pair.Key != Key).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Append(hash, key);
            Append(hash, value);
        }
    }

    private static void Append(IncrementalHash hash, string name, ScalarType type, IEnumerable<long> shape) =>
        Append(hash, $"{name} {type} {string.Join(',', shape)}");

    // The length comes first, so that different lists of texts are never the same sequence of bytes.
    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
