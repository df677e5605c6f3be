namespace SerpentDsl.Ssm;

/// <summary>The expressions that <see cref="OfficialLiquidS4"/> states its sizes with.</summary>
internal static class OfficialLiquidS4Shape
{
    /// <summary>Copies of (A, B, P): one for each feature, or so many.</summary>
    public const string Copies = "(Copies == 0 ? Features : Copies)";

    /// <summary>Operations of a forward pass: S4's, and the products, pointwise or for KB as one more convolution.</summary>
    public const string Flops =
        "Length * Features * ((Kernel == KB ? 2 : 1) * " + ConvolutionCost.Sequence + " + (Order - 1) * (1 + 2 * Directions))";

    /// <summary>Those that a forward pass does once: S4's kernel, and for KB the transform of one more.</summary>
    public const string SharedFlops =
        "Length * Features * (" + ConvolutionCost.KernelTransform + " + " + ConvolutionCost.CauchySums + " + (Kernel == KB ? 5 * Log2(Length) : 0))";

    /// <summary>
    /// Kept for the backward pass: for KB the spectrum of the products with its padded input, and the factors of the products.
    /// </summary>
    public const string Kept =
        "4 * Length * Features * ((Activation == None ? 0 : 1) + (Kernel == KB ? 4 : 0) + (AllCombinations ? (Order - 1) * Order : 2 * Order - 3)"
        + " + (Contraction == None ? 0 : Order - 1))";
}
