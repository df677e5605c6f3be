using SerpentDsl.Kernels.Compression;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary><see cref="FixedIntervals"/> by torch operators, on any device and without reading anything from it.</summary>
internal static class FixedIntervalTensors
{
    /// <summary>Intervals of positions.</summary>
    /// <param name="rate">Rate ρ.</param>
    /// <param name="bias">Bias b, a scalar.</param>
    /// <param name="seed">Seed, int64 <c>[1]</c>; null: all intervals are equal.</param>
    /// <param name="positions">Positions from the start of each sequence, int64 of any shape.</param>
    /// <returns>Float64, the shape of the positions, in the current dispose scope; without gradient.</returns>
    public static Tensor Of(CompressionRate rate, Tensor bias, Tensor? seed, Tensor positions)
    {
        var level = bias.detach().to(ScalarType.Float64).sigmoid().mul(Scalars.Of(rate.Value));
        if (seed is null)
        {
            return level.expand(positions.shape);
        }

        var spread = level.minimum(level.neg().Plus(rate.Value));
        var shares = Mix(Mix(seed).Plus(positions)).to(ScalarType.Float64).Plus(0.5).div(Scalars.Of((double)FixedIntervals.Draws));
        return level.Plus(spread.mul(shares.mul(Scalars.Two).sub(Scalars.One)));
    }

    private static Tensor Mix(Tensor x)
    {
        var draws = Scalars.Of(FixedIntervals.Draws);
        x = x.remainder(draws);
        x = Folded(x).mul(Scalars.Of(FixedIntervals.Factor)).remainder(draws);
        x = Folded(x).mul(Scalars.Of(FixedIntervals.Factor)).remainder(draws);
        return Folded(x);
    }

    private static Tensor Folded(Tensor x) => x.bitwise_xor(x.div(Scalars.Of(1L << 16), RoundingMode.floor));
}
