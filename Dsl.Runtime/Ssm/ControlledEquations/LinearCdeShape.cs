namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="LinearCde"/> states its sizes.</summary>
internal static class LinearCdeShape
{
    /// <summary>Numbers of the state; 0 stands for the features.</summary>
    public const string States = "(StateSize == 0 ? Features : StateSize)";

    /// <summary>Numbers of a block; 0 stands for the whole state.</summary>
    public const string Block = "(BlockSize == 0 ? " + States + " : BlockSize)";

    /// <summary>Operations of a step: the matrix from the controls, its exponential (eight products), the move, the output.</summary>
    public const string StepFlops =
        "2 * (Features + 1) * " + States + " * (" + Block + " + 2) + (Solution == Euler ? 0 : " + Block + " == 1 ? 20 : 16 * " + Block
            + " * " + Block + ") * " + States + " + 2 * " + States + " * " + Block + " + 3 * Features + ("
        + States + " == Features ? 0 : 2 * "
            + States + " * Features)";

    /// <summary>Kept for the backward pass: the path, the matrices, and the states.</summary>
    public const string Kept =
        "4 * Length * (3 * Features + " + States + " * (4 + (Solution == Euler ? 2 : 6) * " + Block + "))";
}
