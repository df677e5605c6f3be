namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="LiquidS4"/> states its sizes.</summary>
internal static class LiquidS4Shape
{
    /// <summary>
    /// Operations of a forward pass: for KB and PB convolutions and the products, for Exact a scan of 34 operations for each mode.
    /// </summary>
    public const string Flops =
        "Length * Features * (Kernel == Exact ? Directions * (17 * StateSize + 4) : "
        + Convolutions + " * " + ConvolutionCost.Sequence + " + (Order - 1) * (5 * Directions - 1) + Directions)";

    /// <summary>
    /// Operations that a forward pass does once for all sequences: a kernel for each convolution, a sum of exponentials for each order of
    /// KB.
    /// </summary>
    public const string SharedFlops =
        "Kernel == Exact ? 0 : Length * Features * (" + Convolutions + " * " + ConvolutionCost.KernelTransform
        + " + (Kernel == KB ? Order : 1) * " + ConvolutionCost.ExponentialSums + ")";

    /// <summary>
    /// Kept for the backward pass: for KB the concatenated inputs of the convolution, the products, for PB their sums; for Exact the
    /// factors and the states.
    /// </summary>
    public const string Kept =
        "4 * Length * Features * ((Activation == None ? 0 : 1) + Directions - 1 + (Kernel == Exact ? Directions * (StateSize / 2 * 4 + "
            + Factors
        + ") : (Kernel == KB ? 1 : 0) + (Order - 1) * Directions * (Contraction == None ? 2 : 3)))";

    /// <summary>Convolutions: of the inputs, and for KB one more for each product and direction.</summary>
    private const string Convolutions = "(Kernel == KB ? 1 + (Order - 1) * Directions : 1)";

    /// <summary>Values per factor that the contraction keeps for the backward pass.</summary>
    private const string Factors = "(Contraction == None ? 0 : Contraction == Tanh ? 1 : 2)";
}
