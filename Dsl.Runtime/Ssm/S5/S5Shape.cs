namespace SerpentDsl.Ssm;

/// <summary>The expressions that <see cref="S5"/> states its sizes with.</summary>
internal static class S5Shape
{
    /// <summary>Modes that are held: one of each conjugate pair.</summary>
    public const string Modes = "(ConjugateSymmetry ? StateSize / 2 : StateSize)";

    /// <summary>Rows of the matrix of a gated activation's value.</summary>
    public const string ValueRows = "(Activation == FullGlu ? Features : 0)";

    /// <summary>Rows of the matrix of a gated activation's gate.</summary>
    public const string GateRows = "(Activation == None || Activation == Gelu ? 0 : Features)";

    /// <summary>Kept for the backward pass: the states, the output of the system, and what the gates' matrices made of its GELU.</summary>
    public const string Kept =
        "4 * Length * (2 * Directions * " + Modes + " + (Activation == None ? 0 : Features) + " + GateRows + " + " + ValueRows + ")";
}
