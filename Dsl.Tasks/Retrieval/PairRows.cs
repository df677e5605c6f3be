namespace SerpentDsl.Tasks;

/// <summary>Collects the rows of a split of pairs.</summary>
internal sealed class PairRows
{
    private readonly List<byte> _labels = [];
    private readonly List<int> _first = [];
    private readonly List<int> _second = [];

    /// <summary>How many rows there are.</summary>
    public int Count => _labels.Count;

    /// <summary>Adds a row.</summary>
    public void Add(byte label, int first, int second)
    {
        _labels.Add(label);
        _first.Add(first);
        _second.Add(second);
    }

    /// <summary>The rows so far.</summary>
    public PackedSplit Pack() => new([.. _labels], [.. _first], [.. _second]);

    /// <summary>Reads a label: 0 or 1, also written with decimals.</summary>
    /// <exception cref="FormatException">The text is another value.</exception>
    public static byte ReadLabel(ReadOnlySpan<byte> text)
    {
        var isNumber = text.Length > 0 && text[0] is (byte)'0' or (byte)'1';
        return isNumber && (text.Length == 1 || (text.Length > 2 && text[1] == '.' && !text[2..].ContainsAnyExcept((byte)'0')))
            ? (byte)(text[0] - '0')
            : throw new FormatException($"the label is '{System.Text.Encoding.UTF8.GetString(text)}'; it is 0 or 1.");
    }

    /// <summary>Splits a line at its tabs.</summary>
    /// <exception cref="FormatException">There are more or fewer columns.</exception>
    public static void Cut(ReadOnlySpan<byte> line, Span<Range> columns, string names)
    {
        var found = line.Count((byte)'\t') + 1;
        if (found != columns.Length)
        {
            throw new FormatException($"the row has {found} columns; it has {columns.Length}: {names}.");
        }

        var column = 0;
        foreach (var range in line.Split((byte)'\t'))
        {
            columns[column++] = range;
        }
    }
}
