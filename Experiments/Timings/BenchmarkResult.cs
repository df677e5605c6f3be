namespace SerpentDsl.Experiments.Timings;

/// <summary>What was measured of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Timing">Its time.</param>
/// <param name="Footprint">Its memory.</param>
/// <param name="Reference">Time and memory of the reference path in the same run; null when it was not measured.</param>
internal sealed record BenchmarkResult(
    BenchmarkCase Case, Timing Timing, Footprint Footprint, (Timing Timing, Footprint Footprint)? Reference)
{
    /// <summary>Time of the reference path over the median time.</summary>
    public double? Ratio => Reference?.Timing.MedianMs / Timing.MedianMs;

    /// <summary>Microseconds per position.</summary>
    public double? MicrosecondsPerToken => Case.Tokens == 0 ? null : 1e3 * Timing.MedianMs / Case.Tokens;

    /// <summary>The least time over the measured one: 1 is as fast as the machine can be; more, if the data stays in caches.</summary>
    public double FractionOf(MachineLimits limits) => 1e3 * Case.Work.Seconds(limits) / Timing.MedianMs;
}
