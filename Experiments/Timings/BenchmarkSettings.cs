namespace SerpentDsl.Experiments.Timings;

/// <summary>How long and how often to measure.</summary>
/// <param name="Budget">Time for a case, its reference path included; warm-up takes up to a quarter more.</param>
/// <param name="Repetitions">
/// Smallest number of measurements, even beyond the budget, unless one call takes longer than <see cref="LongCall"/>.
/// </param>
/// <param name="WithReference">Whether the reference path is timed too.</param>
internal sealed record BenchmarkSettings(TimeSpan Budget, int Repetitions, bool WithReference)
{
    /// <summary>A case whose first call takes longer than this is measured by that call only, as in the Python script.</summary>
    public static TimeSpan LongCall { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest number of measurements of a case.</summary>
    public const int MostRepetitions = 1000;
}
