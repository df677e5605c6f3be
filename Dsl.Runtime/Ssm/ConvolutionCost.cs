namespace SerpentDsl.Ssm;

/// <summary>
/// Operations of a convolution as long as the sequence, for each position and feature, as expressions for <see cref="LayerCostAttribute"/>.
/// </summary>
internal static class ConvolutionCost
{
    /// <summary>For every sequence: two transforms of twice the length at 2.5 n log n, the product of spectra, the activation.</summary>
    public const string Sequence = "(10 * Log2(2 * Length) + 7)";

    /// <summary>The transform of a kernel, once for all sequences.</summary>
    public const string KernelTransform = "5 * Log2(2 * Length)";

    /// <summary>Taps as sums of exponentials.</summary>
    public const string ExponentialSums = "2 * Directions * StateSize";

    /// <summary>
    /// Taps by the generating function of the kernel, at half as many nodes as positions: Cauchy sums for each entry of the (1 + rank) ×
    /// (directions + rank) resolvent, their combination and the elimination of the low-rank rows, a rotation and an inverse transform for
    /// each direction.
    /// </summary>
    public const string CauchySums =
        "StateSize * (7 + 4 * (1 + Rank) * (Directions + Rank)) / 2 + 7 * (1 + Rank) * ((1 + Rank) * (Directions + Rank) - Rank) / 2 + "
            + "Directions * (3 + 5 * Log2(Length) / 2)";
}
