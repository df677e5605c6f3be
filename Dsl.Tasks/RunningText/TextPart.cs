using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>A part of some text files, read one after the other; it begins and ends with a line.</summary>
/// <param name="files">The files.</param>
/// <param name="from">Where the part begins, as a share of the bytes of all files.</param>
/// <param name="to">Where it ends.</param>
internal sealed class TextPart(IReadOnlyList<SourceFile> files, double from = 0, double to = 1)
{
    /// <summary>The files, for messages.</summary>
    public string Name => files.Count == 1 ? files[0].Name : $"{files[0].Name} and {files.Count - 1:N0} more";

    /// <summary>What the content depends on.</summary>
    public string Hash() =>
        string.Join(' ', files.Select(file => file.Path).Distinct().Select(path => new SourceFile(path).Hash()))
            + (from == 0 && to == 1 ? "" : FormattableString.Invariant($" {from:R} {to:R}"));

    /// <summary>The lines of the part in blocks of about a size in bytes, each a new array.</summary>
    /// <exception cref="TaskDataException">A file is damaged, or a line is not UTF-8.</exception>
    public IEnumerable<byte[]> Blocks(int size)
    {
        if (from == 0 && to == 1)
        {
            return files.SelectMany(file => BlocksOf(file, size));
        }

        // Packed files do not tell their length, so that everything is read once to find it.
        var all = files.SelectMany(file => BlocksOf(file, size)).Sum(block => (long)block.Length);
        return Within((long)(from * all), to == 1 ? all : (long)(to * all), size);
    }

    /// <summary>The lines that begin at or after one position and before another.</summary>
    private IEnumerable<byte[]> Within(long start, long end, int size)
    {
        long position = 0;
        foreach (var block in files.SelectMany(file => BlocksOf(file, size)))
        {
            var first = LineFrom(block, start - position);
            var last = LineFrom(block, end - position);
            if (last > first)
            {
                yield return block[first..last];
            }

            position += block.Length;
            if (position >= end)
            {
                yield break;
            }
        }
    }

    /// <summary>Where in a block of lines the first line begins that begins at or after a position.</summary>
    private static int LineFrom(byte[] block, long position)
    {
        if (position <= 0)
        {
            return 0;
        }

        if (position > block.Length)
        {
            return block.Length;
        }

        var feed = block.AsSpan((int)position - 1).IndexOf((byte)'\n');
        return feed < 0 ? block.Length : (int)position + feed;
    }

    private static IEnumerable<byte[]> BlocksOf(SourceFile file, int size)
    {
        using var reader = new LineReader(file);
        var isFirst = true;
        var endsLine = true;
        foreach (var block in reader.Blocks(size))
        {
            var text = block;
            if (isFirst && block.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            {
                text = block[Encoding.UTF8.Preamble.Length..];
            }

            isFirst = false;
            if (text.Length > 0)
            {
                endsLine = text[^1] == '\n';
                yield return text;
            }
        }

        if (!endsLine)
        {
            // So that the last line of a file and the first of the next are two.
            yield return "\n"u8.ToArray();
        }
    }
}
