using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace VerifyTests;

/// <summary>The difference between two texts, line by line.</summary>
internal static class TextDiff
{
    /// <summary>Number of equal lines that are shown around a change.</summary>
    private const int Context = 3;

    /// <summary>Number of lines that are shown at most.</summary>
    private const int MostLines = 60;

    /// <summary>Number of characters of a line that are shown at most.</summary>
    private const int MostColumns = 200;

    /// <summary>
    /// The changed lines with a few around them: <c>-</c> before a line of the old text only, <c>+</c> before one of the new text only, and
    /// <c>@@ -7 +8 @@</c> with the line numbers where lines were left out. A long difference is cut, and its end says how many lines more
    /// there are.
    /// </summary>
    /// <param name="old">The old text.</param>
    /// <param name="current">The new text.</param>
    public static string Of(string old, string current)
    {
        var lines = InlineDiffBuilder.Diff(old, current, ignoreWhiteSpace: false, ignoreCase: false).Lines;
        var isShown = NearChanges(lines);
        var text = new StringBuilder();
        var (shown, left, before, after) = (0, 0, 1, 1);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (isShown[i] && shown == MostLines)
            {
                left++;
            }
            else if (isShown[i])
            {
                if (i == 0 || !isShown[i - 1])
                {
                    text.Append($"@@ -{before} +{after} @@\n");
                }

                text.Append($"{Mark(line.Type)}{Cut(line.Text)}\n");
                shown++;
            }

            before += line.Type is ChangeType.Inserted ? 0 : 1;
            after += line.Type is ChangeType.Deleted ? 0 : 1;
        }

        return left == 0 ? text.ToString() : $"{text}… and {left} lines more\n";
    }

    /// <summary>The beginning of a text that has nothing to be compared with.</summary>
    /// <param name="text">The text.</param>
    public static string Beginning(string text)
    {
        var lines = text.Split('\n');
        var shown = string.Concat(lines.Take(MostLines).Select(line => $"+{Cut(line)}\n"));
        return lines.Length <= MostLines ? shown : $"{shown}… and {lines.Length - MostLines} lines more\n";
    }

    private static bool[] NearChanges(List<DiffPiece> lines)
    {
        var isNear = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Type != ChangeType.Unchanged)
            {
                Array.Fill(isNear, true, Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1) - Math.Max(0, i - Context));
            }
        }

        return isNear;
    }

    private static char Mark(ChangeType type) => type switch
    {
        ChangeType.Inserted => '+',
        ChangeType.Deleted => '-',
        _ => ' ',
    };

    private static string Cut(string line) =>
        line.Length <= MostColumns ? line : $"{line[..MostColumns]}… ({line.Length - MostColumns} more)";
}
