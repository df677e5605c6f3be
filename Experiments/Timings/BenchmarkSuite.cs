using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Timings.Cases;

namespace SerpentDsl.Experiments.Timings;

/// <summary>All cases.</summary>
internal static class BenchmarkSuite
{
    private const int Suggestions = 3;

    /// <summary>In the order they are measured.</summary>
    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        .. FloorCases.All,
        .. TimeInvariantCases.All,
        .. S5Cases.All,
        .. MambaCases.All,
        .. StepCases.All,
        .. StreamingCases.All,
        .. LayerCases.All,
        .. TrainingCases.All,
        .. ScalingCases.All,
    ];

    /// <summary>The cases whose name, or that of another baseline, holds every word of a filter, case aside.</summary>
    public static IReadOnlyList<BenchmarkCase> Matching(string filter)
    {
        var words = Words(filter);
        return [.. All.Where(one => words.All(word => Holds(one, word)))];
    }

    /// <summary>
    /// Says why no case matches a filter: a word that no case has, with the words that come nearest, or words that no case has together.
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
        return $"No case has all of '{filter}' in its name. Nearest are {string.Join(", ", nearest)}.";
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool Holds(BenchmarkCase one, string word) =>
        one.OtherBaselines.Prepend(one.Name).Any(name => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
