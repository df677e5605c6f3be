using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.CausalConvolutions;

/// <summary>Gradients that the backward pass of a short convolution reads and writes.</summary>
internal readonly unsafe struct CausalConvolutionGradients
{
    /// <summary>Gradient with respect to the outputs, <c>[batch, length, channels]</c>.</summary>
    public required Rows Output { get; init; }

    /// <summary>Gradient with respect to the inputs, likewise.</summary>
    public required Rows X { get; init; }

    /// <summary>Gradient with respect to the inputs before the sequence, <c>[batch, W − 1, channels]</c>.</summary>
    public required Rows Past { get; init; }

    /// <summary>
    /// Every tile's share of the gradient with respect to the taps and, in the last row, to the biases, <c>[tiles, W + 1, channels]</c>.
    /// </summary>
    public required float* Weights { get; init; }
}
