namespace SerpentDsl.Kernels.Compression;

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

    /// <summary>Reads a rate.</summary>
    /// <param name="value">ρ, 0 &lt; ρ ≤ 1; decimals after the twelfth do not count towards ⌈ρ·n⌉.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside its range.</exception>
    public CompressionRate(double value)
    {
        var numerator = value is > 0 and <= 1 ? (long)((decimal)value * Scale) : 0;
        if (numerator == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A compression rate is above 0 (by 1e-12 at least) and at most 1.");
        }

        var divisor = (long)System.Numerics.BigInteger.GreatestCommonDivisor(numerator, Scale);
        Value = value;
        Numerator = numerator / divisor;
        Denominator = Scale / divisor;
    }

    /// <summary>Rate ρ.</summary>
    public double Value { get; }

    /// <summary>ρ as a fraction in lowest terms.</summary>
    internal long Numerator { get; }

    /// <summary>Denominator of <see cref="Numerator"/>.</summary>
    internal long Denominator { get; }

    /// <summary>The most points that a sequence can become, max(1, ⌈ρ·length⌉).</summary>
    /// <param name="length">Number of inputs.</param>
    public long MostPoints(long length) => long.Max(1, checked((length * Numerator) + Denominator - 1) / Denominator);
}
