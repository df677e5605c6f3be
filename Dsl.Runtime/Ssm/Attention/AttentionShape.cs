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

    /// <summary>Kept for the backward pass: queries, keys, values, and the mixed values.</summary>
    public const string Kept = "16 * Length * Features";
}
