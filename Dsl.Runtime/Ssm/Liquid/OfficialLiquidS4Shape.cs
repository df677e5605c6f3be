namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="OfficialLiquidS4"/> states its sizes.</summary>
internal static class OfficialLiquidS4Shape
{
    /// <summary>Number of copies of (A, B, P); 0 stands for one per feature.</summary>
    public const string Copies = "(Copies == 0 ? Features : Copies)";

    /// <summary>Operations of a forward pass: S4's, and the products, pointwise or for KB as one more convolution.</summary>
    public const string Flops =
        "Length * Features * ((Kernel == KB ? 2 : 1) * " + ConvolutionCost.Sequence + " + (Order - 1) * (1 + 2 * Directions))";

    /// <summary>Operations that a forward pass does once for all sequences: S4's kernel, and for KB the transform of one more.</summary>
    public const string SharedFlops =
        "Length * Features * (" + ConvolutionCost.KernelTransform + " + " + ConvolutionCost.CauchySums
            + " + (Kernel == KB ? 5 * Log2(Length) : 0))";

    /// <summary>
    /// Kept for the backward pass: for KB the spectrum of the products with its padded input, and the factors of the products.
    /// </summary>
    public const string Kept =
        "4 * Length * Features * ((Activation == None ? 0 : 1) + (Kernel == KB ? 4 : 0) + (AllCombinations ? (Order - 1) * Order : 2 * "
            + "Order - 3)"
        + " + (Contraction == None ? 0 : Order - 1))";
}
