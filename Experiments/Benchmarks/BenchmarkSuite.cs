using SerpentDsl.Experiments.Benchmarks.Cases;

namespace SerpentDsl.Experiments.Benchmarks;

/// <summary>All cases.</summary>
internal static class BenchmarkSuite
{
    /// <summary>In the order they are measured.</summary>
    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        .. FloorCases.All,
        .. TimeInvariantCases.All,
        .. MambaCases.All,
        .. StreamingCases.All,
        .. LayerCases.All,
        .. TrainingCases.All,
        .. ScalingCases.All,
    ];

    /// <summary>The cases whose name, or that of another baseline, holds every word of a filter, case aside.</summary>
    public static IReadOnlyList<BenchmarkCase> Matching(string filter)
    {
        string[] words = filter.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. All.Where(one => words.All(word => one.OtherBaselines.Prepend(one.Name).Any(name => name.Contains(word, StringComparison.OrdinalIgnoreCase))))];
    }
}
