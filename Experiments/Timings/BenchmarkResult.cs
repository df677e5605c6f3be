namespace SerpentDsl.Experiments.Timings;

/// <summary>The measurements of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Timing">Time of a call.</param>
/// <param name="Footprint">Memory of a call.</param>
/// <param name="Reference">Time and memory of the reference path in the same run; null if not measured.</param>
internal sealed record BenchmarkResult(
    BenchmarkCase Case, Timing Timing, Footprint Footprint, (Timing Timing, Footprint Footprint)? Reference)
{
    /// <summary>Median time of the reference path divided by the median time.</summary>
    public double? Ratio => Reference?.Timing.MedianMs / Timing.MedianMs;

    /// <summary>Microseconds per position; null if the case has no positions.</summary>
    public double? MicrosecondsPerToken => Case.Tokens == 0 ? null : 1e3 * Timing.MedianMs / Case.Tokens;

    /// <summary>
    /// The machine's limit divided by the median time: 1 is as fast as the machine can be. It is above 1 if the data stays in caches.
    /// </summary>
    public double FractionOf(MachineLimits limits) => 1e3 * Case.Work.Seconds(limits) / Timing.MedianMs;
}
