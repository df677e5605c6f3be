namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="Gla"/> states its sizes.</summary>
internal static class GlaShape
{
    /// <summary>Channels of a key; 0 stands for half of the features over all heads.</summary>
    public const string Key = "(KeySize == 0 ? Features / 2 / Heads : KeySize)";

    /// <summary>Channels of a value; 0 stands for the features over all heads.</summary>
    public const string Value = "(ValueSize == 0 ? Features / Heads : ValueSize)";

    /// <summary>What the heads must divide: where sizes follow from the features, these; 0: nothing.</summary>
    public const string Divided = "(KeySize == 0 ? Features / 2 : ValueSize == 0 ? Features : 0)";

    /// <summary>Heads of keys, values and gates; 0 stands for the heads of the queries.</summary>
    public const string KeyHeads = "(KeyValueHeads == 0 ? Heads : KeyValueHeads)";

    /// <summary>Channels of all queries.</summary>
    public const string Keys = "(Heads * " + Key + ")";

    /// <summary>Channels of all outputs before the last projection.</summary>
    public const string Values = "(Heads * " + Value + ")";

    /// <summary>Channels of all keys, and of all gates.</summary>
    public const string OwnKeys = "(" + KeyHeads + " * " + Key + ")";

    /// <summary>Channels of all values.</summary>
    public const string OwnValues = "(" + KeyHeads + " * " + Value + ")";

    /// <summary>
    /// Operations of a step: the projections, the taps, five per number of the state (gate, input, output), and the gates' logistic
    /// functions, norm and output gate.
    /// </summary>
    public const string StepFlops =
        "(2 * Features + (ConvWidth == 0 ? 0 : 2 * ConvWidth + 4)) * (" + Keys + " + " + KeyHeads + " * (" + Key + " + " + Value
            + ")) + 2 * Features * ((OutputGate ? 2 : 1) * " + Values + " + GateRank) + " + Keys + " * (5 * " + Value + " + 6) + "
            + OwnKeys + " * 2 * GateRank + 10 * " + Values;

    /// <summary>
    /// Kept for the backward pass: queries, keys, values and gates before and after their activations, their decays, the outputs of the
    /// recurrence and of the norm, and the gate.
    /// </summary>
    public const string Kept =
        "4 * Length * (2 * " + Keys + " + 4 * " + OwnKeys + " + 2 * " + OwnValues + " + 5 * " + Values + " + GateRank)";
}
