namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="Gla"/> states its sizes.</summary>
internal static class GlaShape
{
    /// <summary>Channels of all queries; 0 stands for half of the features.</summary>
    public const string Keys = "(KeyFeatures == 0 ? Features / 2 : KeyFeatures)";

    /// <summary>Channels of all outputs before the last projection; 0 stands for the features.</summary>
    public const string Values = "(ValueFeatures == 0 ? Features : ValueFeatures)";

    /// <summary>What the heads must divide: the channels of keys and, if they do, those of values.</summary>
    public const string Divided = "(" + Keys + " / Heads * Heads == " + Keys + " ? " + Values + " : " + Keys + ")";

    /// <summary>Heads of keys, values and gates; 0 stands for the heads of the queries.</summary>
    public const string KeyHeads = "(KeyValueHeads == 0 ? Heads : KeyValueHeads)";

    /// <summary>Channels of all keys, and of all gates.</summary>
    public const string OwnKeys = "(" + Keys + " / Heads * " + KeyHeads + ")";

    /// <summary>Channels of all values.</summary>
    public const string OwnValues = "(" + Values + " / Heads * " + KeyHeads + ")";

    /// <summary>
    /// Operations of a step: the projections, the taps, five per number of the state (gate, input, output), and the gates' logistic functions,
    /// norm and output gate.
    /// </summary>
    public const string StepFlops =
        "2 * Features * (" + Keys + " + " + OwnKeys + " + " + OwnValues + " + (OutputGate ? 2 : 1) * " + Values + " + GateRank)"
            + " + 2 * GateRank * " + OwnKeys + " + (ConvWidth == 0 ? 0 : 2 * ConvWidth + 4) * (" + Keys + " + " + OwnKeys + " + " + OwnValues
            + ") + 5 * " + Keys + " * " + Values + " / Heads + 6 * " + Keys + " + 10 * " + Values;

    /// <summary>
    /// Kept for the backward pass: queries, keys, values and gates before and after their activations, their decays, the outputs of the
    /// recurrence and of the norm, and the gate.
    /// </summary>
    public const string Kept =
        "4 * Length * (2 * " + Keys + " + 4 * " + OwnKeys + " + 2 * " + OwnValues + " + 5 * " + Values + " + GateRank)";
}
