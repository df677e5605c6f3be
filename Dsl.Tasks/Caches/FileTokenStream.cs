using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SerpentDsl.Tasks;

/// <summary>
/// A stream over a part of a file, two or four little-endian bytes per token. The operating system's file cache keeps what was read.
/// </summary>
internal sealed class FileTokenStream : TokenStream
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _offset;
    private readonly bool _isWide;

    /// <param name="path">The file.</param>
    /// <param name="offset">Offset of the first token, in bytes.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="isWide">Whether a token has four bytes.</param>
    public FileTokenStream(string path, long offset, long count, bool isWide)
    {
        _path = path;
        _offset = offset;
        _isWide = isWide;
        Count = count;
        _file = File.OpenHandle(path, options: FileOptions.RandomAccess);
    }

    /// <inheritdoc/>
    public override long Count { get; }

    /// <inheritdoc/>
    protected override void ReadCore(long start, Span<int> target)
    {
        if (_isWide)
        {
            ReadBytes(_offset + (4 * start), MemoryMarshal.AsBytes(target));
            return;
        }

        var narrow = ArrayPool<ushort>.Shared.Rent(target.Length);
        try
        {
            ReadBytes(_offset + (2 * start), MemoryMarshal.AsBytes(narrow.AsSpan(0, target.Length)));
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = narrow[i];
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(narrow);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ReadBytes(long position, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(_file, bytes, position);
            if (read == 0)
            {
                throw new TaskDataException($"{_path} became shorter while it was read. Run the command again; it makes the data again.");
            }

            position += read;
            bytes = bytes[read..];
        }
    }
}
