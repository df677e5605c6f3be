namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="Mamba3"/> states its sizes.</summary>
internal static class Mamba3Shape
{
    /// <summary>Channels of the block.</summary>
    public const string Inner = "Expand * Features";

    /// <summary>Heads of the scan.</summary>
    public const string Heads = "(" + Inner + " / HeadSize)";

    /// <summary>Angles by which pairs of numbers of a head's state are turned.</summary>
    public const string Angles = "(FullRotation ? StateSize / 2 : StateSize / 2 / 2)";

    /// <summary>Rows of the first projection: gate, values, B, C, and Δ, A and λ of every head, and the angles.</summary>
    public const string Projected = "(2 * " + Inner + " + 2 * Groups * StateSize + 3 * " + Heads + " + " + Angles + ")";

    /// <summary>
    /// Operations of a step: the projections, five per number of the state, norms, biases and rotation of B and C of every head, and per
    /// channel what skip, gate and norm take.
    /// </summary>
    public const string StepFlops =
        "2 * Features * " + Projected + " + 2 * " + Inner + " * Features + 5 * " + Inner + " * StateSize + 8 * Groups * StateSize + "
            + Heads + " * (5 * StateSize + 12 * " + Angles + " + 20) + (OutputNorm ? 13 : 9) * " + Inner;

    /// <summary>
    /// Kept for the backward pass: the projection, B and C of every head at four stages, angles with their sines, and six values per
    /// channel.
    /// </summary>
    public const string Kept =
        "4 * Length * (" + Projected + " + " + Heads + " * (8 * StateSize + 6 * " + Angles + " + 8) + 6 * " + Inner + ")";
}
