using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// Time counted in whole ticks: sums of intervals are then exact, in whichever order they are made (a parallel sum, or step by
/// step in a stream).
/// </summary>
public static class Ticks
{
    /// <summary>Ticks between two neighbouring resampled points: 2^20.</summary>
    public const long PerPoint = 1L << 20;

    /// <summary>Rounds intervals to ticks (half to even), to one at least and ⌊ρ·2^20⌋ at most, so that Σ ≤ ρ·length holds.</summary>
    /// <param name="intervals">Intervals Δ, floating point, of any shape.</param>
    /// <param name="rate">ρ.</param>
    /// <returns>Int64, the same shape, owned by the caller. Padding is for the caller to set to zero.</returns>
    public static Tensor Of(Tensor intervals, CompressionRate rate)
    {
        using var scope = NewDisposeScope();
        return intervals.mul(PerPoint).round().to(ScalarType.Int64).clamp(1, Most(rate)).MoveToOuterDisposeScope();
    }

    /// <summary>The same of one interval.</summary>
    /// <param name="interval">Δ.</param>
    /// <param name="most">The most that it can have, <see cref="Most"/>.</param>
    internal static long Of(double interval, long most) => Math.Clamp((long)Math.Round(interval * PerPoint, MidpointRounding.ToEven), 1, most);

    /// <summary>Ticks as time in units of the distance of points, exactly.</summary>
    /// <param name="ticks">Int64, of any shape.</param>
    /// <param name="type">Floating-point type of the result.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    public static Tensor ToTime(Tensor ticks, ScalarType type)
    {
        using var scope = NewDisposeScope();
        return ticks.to(type).mul(1.0 / PerPoint).MoveToOuterDisposeScope();
    }

    /// <summary>The most ticks that an interval has.</summary>
    /// <param name="rate">ρ.</param>
    internal static long Most(CompressionRate rate) => long.Max(1, (long)(rate.Value * PerPoint));
}
