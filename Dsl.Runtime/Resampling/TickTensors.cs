using SerpentDsl.Kernels.Compression;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>Intervals and times of whole sequences in <see cref="Ticks"/>.</summary>
public static class TickTensors
{
    /// <summary>Rounds intervals to ticks (half to even), to one at least and ⌊ρ·2^20⌋ at most, so that Σ ≤ ρ·length holds.</summary>
    /// <param name="intervals">Intervals Δ, floating point, of any shape.</param>
    /// <param name="rate">ρ.</param>
    /// <returns>Int64, the same shape, owned by the caller, who must set padding to zero.</returns>
    public static Tensor Of(Tensor intervals, CompressionRate rate)
    {
        using var scope = NewDisposeScope();
        var ticks = intervals.mul(Scalars.Of(Ticks.PerPoint)).round().to(ScalarType.Int64);
        return ticks.clamp(Scalars.One, Scalars.Of(Ticks.Most(rate))).MoveToOuterDisposeScope();
    }

    /// <summary>Converts ticks to time in units of the distance between points, exactly.</summary>
    /// <param name="ticks">Int64, of any shape.</param>
    /// <param name="type">Floating-point type of the result.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    public static Tensor ToTime(Tensor ticks, ScalarType type)
    {
        using var scope = NewDisposeScope();
        return ticks.to(type).mul(Scalars.Of(1.0 / Ticks.PerPoint)).MoveToOuterDisposeScope();
    }
}
