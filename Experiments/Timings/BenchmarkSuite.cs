using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Timings.Cases;

namespace SerpentDsl.Experiments.Timings;

/// <summary>All cases that <c>bench</c> knows.</summary>
internal static class BenchmarkSuite
{
    private const int Suggestions = 3;

    /// <summary>The cases, in the order in which they are measured.</summary>
    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        .. FloorCases.All,
        .. TimeInvariantCases.All,
        .. S5Cases.All,
        .. AttentionCases.All,
        .. MambaCases.All,
        .. LinearAttentionCases.All,
        .. StepCases.All,
        .. StreamingCases.All,
        .. LayerCases.All,
        .. TrainingCases.All,
        .. ScalingCases.All,
    ];

    /// <summary>The cases with a name (their own or another baseline's) that contains every word of a filter, ignoring case.</summary>
    public static IReadOnlyList<BenchmarkCase> Matching(string filter)
    {
        var words = Words(filter);
        return [.. All.Where(one => words.All(word => Holds(one, word)))];
    }

    /// <summary>
    /// Explains why no case matches a filter: a word occurs in no name (with similar words that do), or no name has all the words.
    /// </summary>
    public static string ExplainNone(string filter)
    {
        var words = Words(filter);
        if (words.FirstOrDefault(word => !All.Any(one => Holds(one, word))) is { } unknown)
        {
            var near = NearestNames.Near(unknown, All.SelectMany(one => Words(one.Name)).Distinct());
            return $"No case has '{unknown}' in its name.{(near.Length > 0 ? $" Did you mean {string.Join(" or ", near)}?" : "")}";
        }

        var nearest = All.OrderByDescending(
            one => words.Count(word => Holds(one, word))).Take(Suggestions).Select(one => $"'{one.Name}'");
        return $"No case has all of '{filter}' in its name. The nearest are {string.Join(", ", nearest)}.";
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool Holds(BenchmarkCase one, string word) =>
        one.OtherBaselines.Prepend(one.Name).Any(name => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
