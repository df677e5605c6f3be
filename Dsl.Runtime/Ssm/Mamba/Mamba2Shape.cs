namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="Mamba2"/> states its sizes.</summary>
internal static class Mamba2Shape
{
    /// <summary>Channels of the block.</summary>
    public const string Inner = "Expand * Features";

    /// <summary>Channels that go through the scan; 0 stands for all.</summary>
    public const string Scanned = "(SsmFeatures == 0 ? Expand * Features : SsmFeatures)";

    /// <summary>Heads of the scan.</summary>
    public const string Heads = "(" + Scanned + " / HeadSize)";

    /// <summary>Channels of the convolution: what is scanned, B and C.</summary>
    public const string Convolved = "(" + Scanned + " + 2 * Groups * StateSize)";

    /// <summary>Skip weights: one per head, or per channel.</summary>
    public const string Skips = "(" + Heads + " * (SkipPerChannel ? HeadSize : 1))";

    /// <summary>Rows of the first projection: gate and values of the part that is not scanned, gate, convolved channels, Δ.</summary>
    public const string Projected = "(2 * " + Inner + " + 2 * Groups * StateSize + " + Heads + ")";

    /// <summary>
    /// Operations of a step: the projections, the taps, five per state, and twelve per channel for SiLU, skip, gate and norm.
    /// </summary>
    public const string StepFlops =
        "2 * Features * " + Projected + " + 2 * " + Inner + " * Features + (2 * ConvWidth + 4) * " + Convolved
            + " + (5 * StateSize + 12) * " + Scanned + " + 8 * " + Heads;

    /// <summary>
    /// Operations per position of the chunked form: instead of five per state, the chunk's products (its length times state size per group,
    /// times head size and three per head) and four per state to and from the states at its ends.
    /// </summary>
    public const string Flops =
        "2 * Features * " + Projected + " + 2 * " + Inner + " * Features + (2 * ConvWidth + 4) * " + Convolved
            + " + (4 * StateSize + 12) * " + Scanned + " + 8 * " + Heads
        + " + Min(ChunkLength, Length) * (2 * Groups * StateSize + 2 * " + Scanned + " + 3 * " + Heads + ")";

    /// <summary>
    /// Kept for the backward pass: the projection, one value per convolved channel (activated), three per head (Δ before and after its
    /// softplus, ΔA), four per scanned channel (the scan's input, and three for the gate), three more with a norm (as measured), and two
    /// per channel that is not scanned.
    /// </summary>
    public const string Kept =
        "4 * Length * (" + Projected + " + " + Convolved + " + 3 * " + Heads + " + (GatedNorm ? 7 : 4) * " + Scanned
            + " + (GatedNorm ? (NormPerGroup ? Groups : 1) : 0) + 2 * (" + Inner + " - " + Scanned + "))";
}
