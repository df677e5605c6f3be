using System.Text;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Cuts texts at matches.</summary>
internal static class TextSplit
{
    /// <summary>Reads the name of a behaviour.</summary>
    public static SplitBehavior ReadBehavior(FileComponent component, string key)
    {
        var name = component.Text(key);
        return Enum.GetNames<SplitBehavior>().Contains(name)
            ? Enum.Parse<SplitBehavior>(name)
            : throw component.Wrong(key, string.Join(" or ", Enum.GetNames<SplitBehavior>()));
    }

    /// <summary>The places of the characters for which a condition holds, each by itself.</summary>
    public static List<(int Start, int End)> Where(string text, Func<Rune, bool> condition)
    {
        var found = new List<(int, int)>();
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (condition(rune))
            {
                found.Add((at, at + rune.Utf16SequenceLength));
            }

            at += rune.Utf16SequenceLength;
        }

        return found;
    }

    /// <summary>Cuts a text.</summary>
    /// <param name="part">The text.</param>
    /// <param name="matches">The matches, in order.</param>
    /// <param name="behavior">What becomes of the matches.</param>
    /// <param name="invert">Whether what is between the matches counts as match, and the matches as text.</param>
    /// <returns>The parts that are not empty.</returns>
    public static IEnumerable<TextPart> Cut(
        TextPart part, List<(int Start, int End)> matches, SplitBehavior behavior, bool invert = false)
    {
        var spans = Spans(part.Text.Length, matches, invert);
        return Merge(spans, behavior)
            .Where(span => span.End > span.Start)
            .Select(span => new TextPart(part.Text[span.Start..span.End], part.AtStart && span.Start == 0));
    }

    /// <summary>The matches and what is between them.</summary>
    private static List<(int Start, int End, bool IsMatch)> Spans(int length, List<(int Start, int End)> matches, bool invert)
    {
        var spans = new List<(int, int, bool)>();
        var end = 0;
        foreach (var match in matches)
        {
            if (match.Start > end)
            {
                spans.Add((end, match.Start, invert));
            }

            spans.Add((match.Start, match.End, !invert));
            end = match.End;
        }

        if (end < length)
        {
            spans.Add((end, length, invert));
        }

        return spans;
    }

    private static IEnumerable<(int Start, int End)> Merge(List<(int Start, int End, bool IsMatch)> spans, SplitBehavior behavior)
    {
        switch (behavior)
        {
            case SplitBehavior.Removed:
                return spans.Where(span => !span.IsMatch).Select(span => (span.Start, span.End));
            case SplitBehavior.MergedWithPrevious:
                return Join(spans, (span, previous) => span.IsMatch && !previous);
            case SplitBehavior.Contiguous:
                return Join(spans, (span, previous) => span.IsMatch == previous);
            case SplitBehavior.MergedWithNext:
                // The same from the end to the start.
                var reversed = spans.Select(span => (-span.End, -span.Start, span.IsMatch)).Reverse();
                return Join(reversed, (span, previous) => span.IsMatch && !previous)
                    .Select(span => (-span.End, -span.Start)).Reverse();
            default:
                return spans.Select(span => (span.Start, span.End));
        }
    }

    /// <summary>Joins a span to the one before it where a condition on it and on whether the one before is a match holds.</summary>
    private static List<(int Start, int End)> Join(
        IEnumerable<(int Start, int End, bool IsMatch)> spans, Func<(int Start, int End, bool IsMatch), bool, bool> joins)
    {
        var joined = new List<(int Start, int End)>();
        var previous = false;
        foreach (var span in spans)
        {
            if (joins(span, previous) && joined.Count > 0)
            {
                joined[^1] = (joined[^1].Start, span.End);
            }
            else
            {
                joined.Add((span.Start, span.End));
            }

            previous = span.IsMatch;
        }

        return joined;
    }
}
