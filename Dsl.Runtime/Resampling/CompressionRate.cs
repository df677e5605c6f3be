using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>
/// ρ of equation (13): the greatest interval between two neighbouring inputs, in units of the distance of resampled points.
/// A sequence of n inputs becomes at most ⌈ρ·n⌉ points.
/// </summary>
/// <remarks>
/// The rate counts as the decimal fraction that was written, so that ⌈ρ·n⌉ is exact: in binary 0.29·100 is
/// 28.999…96 and 0.07·100 is 7.000…01.
/// </remarks>
public sealed record CompressionRate
{
    // Twelve decimals keep ρ·n within 64 bits up to sequences of nine million.
    private const long Scale = 1_000_000_000_000;

    private readonly long _numerator;
    private readonly long _denominator;

    /// <summary>Reads a rate.</summary>
    /// <param name="value">ρ, 0 &lt; ρ ≤ 1; decimals after the twelfth do not count towards ⌈ρ·n⌉.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public CompressionRate(double value)
    {
        var numerator = value is > 0 and <= 1 ? (long)((decimal)value * Scale) : 0;
        if (numerator == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A compression rate is above 0 (by 1e-12 at least) and at most 1.");
        }

        var divisor = (long)System.Numerics.BigInteger.GreatestCommonDivisor(numerator, Scale);
        Value = value;
        _numerator = numerator / divisor;
        _denominator = Scale / divisor;
    }

    /// <summary>ρ.</summary>
    public double Value { get; }

    /// <summary>The most points that a sequence can become, max(1, ⌈ρ·length⌉).</summary>
    /// <param name="length">Number of inputs.</param>
    public long MostPoints(long length) => long.Max(1, checked((length * _numerator) + _denominator - 1) / _denominator);

    /// <summary>⌈ρ·length⌉ of every sequence.</summary>
    /// <param name="lengths">Numbers of inputs, int64.</param>
    /// <returns>Int64, the same shape, owned by the caller.</returns>
    public Tensor MostPoints(Tensor lengths)
    {
        using var scope = NewDisposeScope();
        return lengths.mul(_numerator).add(_denominator - 1).div(_denominator, RoundingMode.floor).MoveToOuterDisposeScope();
    }
}
