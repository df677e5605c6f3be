namespace SerpentDsl.Experiments.Output;

/// <summary>Finds the known names that are similar to a mistyped one.</summary>
internal static class NearestNames
{
    private const int Suggestions = 3;

    /// <summary>More names than this are not printed: nobody finds one among them.</summary>
    private const int MostListed = 24;

    /// <summary>Adds the most similar names to a message; if none is similar, all of them, or the first of many.</summary>
    public static string Explain(string message, string name, IEnumerable<string> known)
    {
        string[] all = [.. known.Order(StringComparer.Ordinal)];
        var near = Near(name, all);
        if (near.Length > 0)
        {
            return $"{message} Did you mean {string.Join(" or ", near)}?";
        }

        return all.Length switch
        {
            0 => message,
            <= MostListed => $"{message} There are {string.Join(", ", all)}.",
            _ => $"{message} There are {Figures.Count(all.Length)}: {string.Join(", ", all.Take(MostListed / 2))} and others.",
        };
    }

    /// <summary>Whether a name is similar to a known one.</summary>
    public static bool IsNear(string name, IEnumerable<string> known) => Near(name, known).Length > 0;

    /// <summary>The known names that are similar to a mistyped one, the most similar first; a few at most.</summary>
    public static string[] Near(string name, IEnumerable<string> known) =>
    [
        .. known.Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(pair => pair.Distance <= Math.Max(2, name.Length / 3) || Contains(pair.Name, name))
            .OrderBy(pair => pair.Distance)
            .Take(Suggestions)
            .Select(pair => pair.Name),
    ];

    private static bool Contains(string candidate, string name) =>
        name.Length >= 2 && candidate.Contains(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Number of insertions, deletions and substitutions between two names, ignoring case.</summary>
    internal static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
