namespace SerpentDsl.Experiments.Timings;

/// <summary>How long and how often is measured.</summary>
/// <param name="Budget">Seconds for a case, its reference included; warm-up takes up to a quarter more.</param>
/// <param name="Repetitions">Fewest measurements, whatever the budget, unless one call takes longer than <see cref="LongCall"/>.</param>
/// <param name="WithReference">Whether the reference path is timed too.</param>
internal sealed record BenchmarkSettings(TimeSpan Budget, int Repetitions, bool WithReference)
{
    /// <summary>A case whose first call takes longer is measured by that call alone, as in the Python script.</summary>
    public static TimeSpan LongCall { get; } = TimeSpan.FromSeconds(10);

    /// <summary>More repetitions say no more.</summary>
    public const int MostRepetitions = 1000;
}
