namespace SerpentDsl.Resampling;

/// <summary>
/// What the paper leaves open about a compression. The defaults are its literal text; a branch attribute has options of the same names.
/// </summary>
public sealed record CompressionOptions
{
    /// <summary>
    /// Initial b of Δ = ρ·σ(w_delta·u + b), finite: intervals start near ρ·σ(b). 0 starts at 0.5ρ, 1 at 0.73ρ, 2 at 0.88ρ.
    /// </summary>
    public double DeltaBias { get; init; }

    /// <summary>Base learning rate of w_delta and b, above 0; null: that of all other parameters.</summary>
    public double? DeltaLearningRate { get; init; }

    /// <summary>Where the points stand.</summary>
    public PointPlacement PointPlacement { get; init; }

    /// <summary>What the intervals depend on.</summary>
    public Interval Interval { get; init; }

    /// <summary>What an input reads back; <see cref="CausalCompression"/> has the first form only.</summary>
    public ReadBack ReadBack { get; init; }
}
