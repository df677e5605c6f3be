using System.Globalization;
using System.Text;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>
/// What the Hugging Face library knows of Unicode: tables of older versions, so that ids of newer characters are those that it gives.
/// </summary>
internal sealed class UnicodeTables
{
    private static readonly Lazy<UnicodeTables> s_shared = new(Read);

    private readonly Dictionary<int, int> _classes = [];
    private readonly HashSet<int> _marks = [];
    private readonly HashSet<int> _nonSpacingMarks = [];
    private readonly HashSet<int> _punctuation = [];

    private UnicodeTables()
    {
    }

    /// <summary>The tables, read once.</summary>
    public static UnicodeTables Shared => s_shared.Value;

    /// <summary>Canonical decompositions, complete.</summary>
    public Dictionary<int, int[]> Canonical { get; } = [];

    /// <summary>Compatibility decompositions, complete, where they differ from the canonical ones.</summary>
    public Dictionary<int, int[]> Compatible { get; } = [];

    /// <summary>The characters that two others become.</summary>
    public Dictionary<(int First, int Second), int> Composed { get; } = [];

    /// <summary>The canonical combining class; 0 for characters that are no marks.</summary>
    public int ClassOf(int value) => value < 0x300 ? 0 : _classes.GetValueOrDefault(value);

    /// <summary>Whether a character is a mark of any kind.</summary>
    public bool IsMark(Rune rune) => _marks.Contains(rune.Value);

    /// <summary>Whether a character is a mark that takes no space.</summary>
    public bool IsNonSpacingMark(Rune rune) => _nonSpacingMarks.Contains(rune.Value);

    /// <summary>Whether a character is punctuation.</summary>
    public bool IsPunctuation(Rune rune) => _punctuation.Contains(rune.Value);

    private static UnicodeTables Read()
    {
        using var stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream("UnicodeTables.txt")!;
        using var reader = new StreamReader(stream);
        var tables = new UnicodeTables();
        var composing = new List<int>();
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#')
            {
                tables.Add(line, composing);
            }
        }

        foreach (var value in composing.OrderBy(value => tables.Canonical[value].Length))
        {
            // All but the last part are a character themselves, composed before because it has fewer parts.
            var parts = tables.Canonical[value];
            var first = parts[0];
            foreach (var next in parts[1..^1])
            {
                first = tables.Composed[(first, next)];
            }

            tables.Composed.Add((first, parts[^1]), value);
        }

        return tables;
    }

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static IEnumerable<int> Range(string text)
    {
        var bounds = text.Split('-');
        return Enumerable.Range(Hex(bounds[0]), Hex(bounds[1]) - Hex(bounds[0]) + 1);
    }

    private void Add(string line, List<int> composing)
    {
        if (line[1] == ' ')
        {
            (line[0] == 'M' ? _marks : line[0] == 'N' ? _nonSpacingMarks : _punctuation).UnionWith(Range(line[2..]));
            return;
        }

        var sign = line.AsSpan().IndexOfAny("-=!~");
        if (line[sign] == '-')
        {
            var parts = line.Split(' ');
            foreach (var marked in Range(parts[0]))
            {
                _classes[marked] = int.Parse(parts[1], CultureInfo.InvariantCulture);
            }

            return;
        }

        var value = Hex(line.AsSpan(0, sign));
        (line[sign] == '~' ? Compatible : Canonical)[value] = [.. line[(sign + 1)..].Split(' ').Select(part => Hex(part))];
        if (line[sign] == '=')
        {
            composing.Add(value);
        }
    }
}
