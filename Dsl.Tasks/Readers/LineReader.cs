using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace SerpentDsl.Tasks;

/// <summary>
/// Reads a file line by line as bytes. Only a line feed ends a line (texts contain other characters that some readers treat as line ends);
/// a carriage return before it is part of the line end. If a compressed file is damaged, the message names the last line that was read.
/// </summary>
public sealed class LineReader : IDisposable
{
    /// <summary>Longer than any line of a text; a damaged or malicious archive may unpack to such a line.</summary>
    private const int LongestLine = 1 << 28;

    private readonly Stream _stream;
    private readonly string _name;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isDone;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file; opened here.</param>
    public LineReader(SourceFile file)
        : this(file.Open(), file.Name)
    {
    }

    /// <summary>Reads any bytes.</summary>
    /// <param name="stream">The bytes; disposed with the reader.</param>
    /// <param name="name">Their name, for messages.</param>
    public LineReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
    }

    /// <summary>Number of the line read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Reads the next line, its end included.</summary>
    /// <param name="line">The bytes; valid until the next call.</param>
    /// <returns>False after the last line.</returns>
    /// <exception cref="TaskDataException">The file is damaged, or the line is not UTF-8 or too long.</exception>
    public bool TryReadRaw(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0 || (_isDone && _end > _start))
            {
                var length = feed >= 0 ? searched + feed + 1 : _end - _start;
                line = _buffer.AsSpan(_start, length);
                _start += length;
                Line++;
                return true;
            }

            if (_isDone)
            {
                line = [];
                return false;
            }

            searched = _end - _start;
            Fill();
        }
    }

    /// <summary>Reads the next line without its end.</summary>
    /// <param name="line">The bytes; valid until the next call.</param>
    /// <returns>False after the last line.</returns>
    /// <exception cref="TaskDataException">The file is damaged, or the line is too long.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var found = TryReadRaw(out line);
        if (line.EndsWith("\n"u8))
        {
            line = line[..^1];
            if (line.EndsWith("\r"u8))
            {
                line = line[..^1];
            }
        }

        return found;
    }

    /// <summary>All lines in order, in blocks of about the given size in bytes, each block a new array.</summary>
    /// <param name="size">The size from which on a block ends with its line.</param>
    /// <exception cref="TaskDataException">A line is not UTF-8.</exception>
    public IEnumerable<byte[]> Blocks(int size)
    {
        var block = new List<byte>(size + (size / 8));
        while (AppendLine(block))
        {
            if (block.Count >= size)
            {
                yield return [.. block];
                block.Clear();
            }
        }

        if (block.Count > 0)
        {
            yield return [.. block];
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private bool AppendLine(List<byte> block)
    {
        if (!TryReadRaw(out var line))
        {
            return false;
        }

        if (!Utf8.IsValid(line))
        {
            throw new TaskDataException($"{_name}, line {Line:N0}: the line is no UTF-8. Get the file again, or correct this line.");
        }

        var length = block.Count;
        CollectionsMarshal.SetCount(block, length + line.Length);
        line.CopyTo(CollectionsMarshal.AsSpan(block)[length..]);
        return true;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LongestLine)
            {
                throw new TaskDataException(
                    $"{_name}, line {Line + 1:N0}: the line is longer than {LongestLine:N0} bytes. Get the file again.");
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        try
        {
            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _isDone = read == 0;
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            throw new TaskDataException(
                $"{_name}, after line {Line:N0}: the packed data is damaged ({problem.Message}). Get the file again.", problem);
        }
    }
}
