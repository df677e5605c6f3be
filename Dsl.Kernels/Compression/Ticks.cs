namespace SerpentDsl.Kernels.Compression;

/// <summary>
/// Time counted in whole ticks: sums of intervals are then exact, in whichever order they are made (a parallel sum, or step by
/// step in a stream).
/// </summary>
public static class Ticks
{
    /// <summary>Ticks between two neighbouring resampled points: 2^20.</summary>
    public const long PerPoint = 1L << 20;

    /// <summary>Rounds an interval to ticks (half to even), to at least 1 and at most <paramref name="most"/>.</summary>
    /// <param name="interval">Δ, in units of the distance of resampled points.</param>
    /// <param name="most">The most ticks of an interval, <see cref="Most"/>.</param>
    public static long Of(double interval, long most) =>
        Math.Clamp((long)Math.Round(interval * PerPoint, MidpointRounding.ToEven), 1, most);

    /// <summary>The most ticks of an interval, max(1, ⌊ρ·2^20⌋), so that the sum over a sequence is at most ρ·length.</summary>
    /// <param name="rate">Rate ρ.</param>
    public static long Most(CompressionRate rate) => long.Max(1, (long)(rate.Value * PerPoint));
}
