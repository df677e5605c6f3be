namespace SerpentDsl.Kernels.Compression;

/// <summary>Intervals Δ that depend on no input: all equal, or drawn for each position.</summary>
/// <param name="Level">Their mean.</param>
/// <param name="Spread">The furthest from the mean; 0 for equal intervals.</param>
/// <param name="Seed">Seed of the draws.</param>
internal readonly record struct FixedIntervals(double Level, double Spread, long Seed)
{
    /// <summary>Bits of a draw.</summary>
    public const long Draws = 1L << 32;

    /// <summary>Factor of the mixing steps; odd, below 2^27, so that a product stays within 64 bits.</summary>
    public const long Factor = 0x45d9f3b;

    /// <summary>Intervals around the start of the learned ones, ρ·σ(b).</summary>
    /// <param name="rate">Rate ρ.</param>
    /// <param name="bias">Bias b.</param>
    /// <param name="seed">Seed of the draws; null: all intervals are equal.</param>
    public static FixedIntervals Around(CompressionRate rate, double bias, long? seed)
    {
        var level = rate.Value / (1 + Math.Exp(-bias));
        return new(level, seed is null ? 0 : Math.Min(level, rate.Value - level), seed ?? 0);
    }

    /// <summary>The interval of a position, counted from the start of its sequence.</summary>
    public double At(long position) => Level + (Spread * ((2 * Share(Seed, position)) - 1));

    /// <summary>A number between 0 and 1, different from 0 and 1, for a position: 32 bits of a hash of seed and position.</summary>
    public static double Share(long seed, long position) => (Mix(Mix(seed) + position) + 0.5) / Draws;

    private static long Mix(long x)
    {
        x %= Draws;
        x = (x ^ (x >> 16)) * Factor % Draws;
        x = (x ^ (x >> 16)) * Factor % Draws;
        return x ^ (x >> 16);
    }
}
