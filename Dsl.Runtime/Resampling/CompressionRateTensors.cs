using SerpentDsl.Kernels.Compression;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary><see cref="CompressionRate"/> for many sequences at once.</summary>
internal static class CompressionRateTensors
{
    /// <summary>⌈ρ·length⌉ of every sequence.</summary>
    /// <param name="rate">ρ.</param>
    /// <param name="lengths">Numbers of inputs, int64.</param>
    /// <returns>Int64, the same shape, owned by the caller.</returns>
    public static Tensor MostPoints(this CompressionRate rate, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        var scaled = lengths.mul(Scalars.Of(rate.Numerator)).Plus(rate.Denominator - 1);
        return scaled.div(Scalars.Of(rate.Denominator), RoundingMode.floor).MoveToOuterDisposeScope();
    }
}
