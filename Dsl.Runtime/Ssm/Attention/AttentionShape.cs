namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="Attention"/> states its sizes.</summary>
internal static class AttentionShape
{
    /// <summary>Positions in the cache of keys and values, and the most keys of a query in one direction.</summary>
    public const string Reach = "(Window == 0 ? MaxLength : Min(Window, MaxLength))";

    /// <summary>Keys that the products of one query run over: all positions, or the blocks around it.</summary>
    public const string Keys = "(Window == 0 ? Length : Min(Length, (Directions + 1) * Window))";

    /// <summary>Operations of a pass: the projections, and a product of queries with keys and of weights with values.</summary>
    public const string Flops =
        "Length * (8 * Features * Features + (Bias ? 4 * Features : 0) + 4 * " + Keys + " * Features + 5 * " + Keys + " * Heads)";

    /// <summary>Operations of a step.</summary>
    public const string StepFlops =
        "8 * Features * Features + (Bias ? 4 * Features : 0) + 4 * " + Reach + " * Features + 5 * " + Reach + " * Heads";

    /// <summary>
    /// Kept for the backward pass without dropout: queries, keys, values, the mixed values and a sum for every head; with a window also
    /// keys and values beside those of the neighbouring blocks, and what is added to similarities.
    /// </summary>
    public const string Kept =
        "4 * Length * (4 * Features + Heads + (Window == 0 ? 0 : (2 * Directions + 1) * Features + (Directions + 1) * Window))";
}
