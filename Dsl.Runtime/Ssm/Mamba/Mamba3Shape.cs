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
    /// Kept for the backward pass: the projection; B and C of every group, normalised; of every head B and C before and after their
    /// rotation, the keys with their weights, angles with their sines and cosines, and what makes weights and decays; per channel the
    /// scan's output, the gate, their product and the values, with a norm two more.
    /// </summary>
    public const string Kept =
        "4 * Length * (" + Projected + " + 3 * Groups * StateSize + " + Heads + " * (5 * StateSize + 3 * " + Angles + " + 11)"
            + " + (OutputNorm ? 6 : 4) * " + Inner + ")";
}
