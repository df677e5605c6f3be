namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="GateLoop"/> states its sizes.</summary>
internal static class GateLoopShape
{
    /// <summary>Channels of queries, keys and values each; 0 stands for the features.</summary>
    public const string Inner = "(InnerFeatures == 0 ? Features : InnerFeatures)";

    /// <summary>Heads; 0 stands for one per channel.</summary>
    public const string Count = "(Heads == 0 ? " + Inner + " : Heads)";

    /// <summary>Real numbers of a gate.</summary>
    public const string Parts = "(ComplexGates ? 2 : 1)";

    /// <summary>Outputs of the last projection; 0: there is none, because nothing asks for it.</summary>
    public const string Projected = "(OutputGate || " + Inner + " != Features ? Features : 0)";

    /// <summary>
    /// Operations of a step: the projections, five per number of the state, the gates with their roots, angles and logistic functions, the
    /// products of queries and keys with cosines and sines, and norm and output gate.
    /// </summary>
    public const string StepFlops =
        "2 * Features * ((OutputGate ? 4 : 3) * " + Inner + " + " + Parts + " * " + Count + ") + 2 * " + Projected + " * " + Inner
            + " + 5 * " + Parts + " * " + Inner + " * (" + Inner + " / " + Count + ") + 30 * " + Count + " + (4 * " + Parts
            + " + 5 + (SubNorm ? 8 : 0)) * " + Inner;

    /// <summary>
    /// Kept for the backward pass: queries, keys and values before and after their rotation, gates at four stages, the outputs of the
    /// recurrence and of the norm, and the output gate.
    /// </summary>
    public const string Kept =
        "4 * Length * (" + Inner + " * (3 + 4 * " + Parts + " + (SubNorm ? 1 : 0) + (OutputGate ? 4 : 0)) + 10 * " + Count + ")";
}
