namespace SerpentDsl.Ssm;

/// <summary>The expressions that <see cref="Mamba"/> states its sizes with.</summary>
internal static class MambaShape
{
    /// <summary>Channels of the block.</summary>
    public const string Inner = "Expand * Features";

    /// <summary>Rank of Δ's projection; 0 stands for a sixteenth of the features, rounded up.</summary>
    public const string Rank = "(DtRank + (1 - Min(DtRank, 1)) * ((Features + 15) / 16))";

    /// <summary>
    /// Operations per position. For every channel: the projections, the taps, seven per state (ΔA, its exponential, the recurrence, input,
    /// output), and twenty for SiLU, softplus, skip and gate.
    /// </summary>
    public const string Flops =
        Inner + " * (6 * Features + 2 * ConvWidth + 2 * (" + Rank + " + 2 * StateSize) + 2 * " + Rank + " + 7 * StateSize + 20)";

    /// <summary>
    /// Kept for the backward pass: ten values per channel (both halves of the projection, the padded and the summed taps, the scan's input,
    /// Δ before and behind its softplus, and around the gate three), what is selected, and the scan's states at block boundaries.
    /// </summary>
    public const string Kept =
        "4 * " + Inner + " * (9 * Length + Min(1, ConvWidth - 1) * (Length + ConvWidth - 1)) + 4 * Length * (" + Rank + " + 2 * StateSize)"
        + " + 4 * " + Inner + " * StateSize * ((Length - 1) / Max(16, 262144 / (" + Inner + " * StateSize)) + 1)";
}
