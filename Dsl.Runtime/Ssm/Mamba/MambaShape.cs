namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="Mamba"/> states its sizes.</summary>
internal static class MambaShape
{
    /// <summary>Channels of the block.</summary>
    public const string Inner = "Expand * Features";

    /// <summary>Rank of Δ's projection; 0 stands for a sixteenth of the features, rounded up.</summary>
    public const string Rank = "(DtRank == 0 ? (Features + 15) / 16 : DtRank)";

    /// <summary>
    /// Operations per position. For every channel: the projections, the taps, seven per state (ΔA, its exponential, the recurrence, input,
    /// output), and twenty for SiLU, softplus, skip and gate.
    /// </summary>
    public const string Flops =
        Inner + " * (6 * Features + 2 * ConvWidth + 2 * (" + Rank + " + 2 * StateSize) + 2 * " + Rank + " + 7 * StateSize + 20)";

    /// <summary>Number of states, rounded up to a multiple of four, as the scan processes them.</summary>
    private const string PaddedStates = "((StateSize + 3) / 4 * 4)";

    /// <summary>
    /// Kept for the backward pass: five values per channel (both halves of the projection, the scan's input, Δ before its softplus, the
    /// scan's output), the selected Δ, B and C, and the scan's states at the start of each chunk.
    /// </summary>
    public const string Kept =
        "4 * Length * 5 * " + Inner + " + 4 * Length * (" + Rank + " + 2 * StateSize)"
        + " + 4 * " + Inner + " * " + PaddedStates + " * ((Length - 1) / Min(64, Max(16, " + PaddedStates + ")) + 1)";
}
