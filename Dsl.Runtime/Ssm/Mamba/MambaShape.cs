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
}
