namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="S5"/> states its sizes.</summary>
internal static class S5Shape
{
    /// <summary>Number of stored modes: one of each conjugate pair.</summary>
    public const string Modes = "(ConjugateSymmetry ? StateSize / 2 : StateSize)";

    /// <summary>Rows of a gated activation's value matrix.</summary>
    public const string ValueRows = "(Activation == FullGlu ? Features : 0)";

    /// <summary>Rows of a gated activation's gate matrix.</summary>
    public const string GateRows = "(Activation == None || Activation == Gelu ? 0 : Features)";

    /// <summary>Kept for the backward pass: the states, the output of the system, and the outputs of the gates' matrices.</summary>
    public const string Kept =
        "4 * Length * (2 * Directions * " + Modes + " + (Activation == None ? 0 : Features) + " + GateRows + " + " + ValueRows + ")";
}
