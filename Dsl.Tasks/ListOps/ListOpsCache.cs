using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SerpentDsl.Io;

namespace SerpentDsl.Tasks;

/// <summary>
/// Expressions on disk, two symbols per byte: the eight bytes <c>SLISTOP1</c>, the SHA-256 of all that follows, the settings' description
/// (length and UTF-8), the number of expressions, their lengths, their symbols. Numbers are 32-bit little-endian.
/// </summary>
internal static class ListOpsCache
{
    private static readonly byte[] s_magic = Encoding.ASCII.GetBytes("SLISTOP1");

    /// <summary>Writes a file atomically.</summary>
    public static void Write(string path, ListOpsSettings settings, IReadOnlyList<ListOpsExpression> expressions)
    {
        var content = Pack(settings, expressions);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, file =>
        {
            file.Write(s_magic);
            file.Write(SHA256.HashData(content));
            file.Write(content);
        });
    }

    /// <summary>Reads a file back; every expression is checked and evaluated again.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to other settings; the message says which.</exception>
    public static IReadOnlyList<ListOpsExpression> Read(string path, ListOpsSettings settings)
    {
        var bytes = File.ReadAllBytes(path);
        var start = s_magic.Length + SHA256.HashSizeInBytes;
        if (bytes.Length < start || !bytes.AsSpan(0, s_magic.Length).SequenceEqual(s_magic))
        {
            throw new InvalidDataException("it is not a ListOps cache of this version");
        }

        ReadOnlySpan<byte> content = bytes.AsSpan(start);
        if (!bytes.AsSpan(s_magic.Length, SHA256.HashSizeInBytes).SequenceEqual(SHA256.HashData(content)))
        {
            throw new InvalidDataException("its checksum does not fit its content");
        }

        var description = BinaryPrimitives.ReadInt32LittleEndian(content);
        if (Encoding.UTF8.GetString(content.Slice(4, description)) != settings.Describe())
        {
            throw new InvalidDataException("it was made with other settings");
        }

        return Unpack(bytes.AsMemory(start + 4 + description));
    }

    private static byte[] Pack(ListOpsSettings settings, IReadOnlyList<ListOpsExpression> expressions)
    {
        var description = Encoding.UTF8.GetBytes(settings.Describe());
        var symbols = expressions.Sum(expression => (expression.Length + 1) / 2);
        var content = new byte[4 + description.Length + 4 + (4 * expressions.Count) + symbols];
        Span<byte> rest = content;
        BinaryPrimitives.WriteInt32LittleEndian(rest, description.Length);
        description.CopyTo(rest[4..]);
        rest = rest[(4 + description.Length)..];
        BinaryPrimitives.WriteInt32LittleEndian(rest, expressions.Count);
        rest = rest[4..];
        foreach (var expression in expressions)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, expression.Length);
            rest = rest[4..];
        }

        foreach (var expression in expressions)
        {
            var codes = MemoryMarshal.AsBytes(expression.Symbols);
            for (var i = 0; i < codes.Length; i++)
            {
                rest[i / 2] |= (byte)(codes[i] << (4 * (i % 2)));
            }

            rest = rest[((codes.Length + 1) / 2)..];
        }

        return content;
    }

    private static ListOpsExpression[] Unpack(ReadOnlyMemory<byte> content)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(content.Span);
        var lengths = new int[count];
        var starts = new int[count];
        var start = 4 + (4 * count);
        for (var row = 0; row < count; row++)
        {
            lengths[row] = BinaryPrimitives.ReadInt32LittleEndian(content.Span[(4 + (4 * row))..]);
            starts[row] = start;
            start += (lengths[row] + 1) / 2;
        }

        var expressions = new ListOpsExpression[count];
        Parallel.For(0, count, row =>
        {
            var packed = content.Span[starts[row]..];
            var symbols = new ListOpsSymbol[lengths[row]];
            for (var i = 0; i < symbols.Length; i++)
            {
                symbols[i] = (ListOpsSymbol)((packed[i / 2] >> (4 * (i % 2))) & 0xF);
            }

            expressions[row] = ListOpsExpression.FromSymbols(symbols);
        });
        return expressions;
    }
}
