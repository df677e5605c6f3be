using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.CausalConvolutions;

/// <summary>What a short convolution reads and writes backwards.</summary>
internal readonly unsafe struct CausalConvolutionGradients
{
    /// <summary>Gradient by the outputs, <c>[batch, length, channels]</c>.</summary>
    public required Rows Output { get; init; }

    /// <summary>Gradient by the inputs, likewise.</summary>
    public required Rows X { get; init; }

    /// <summary>Gradient by the inputs before, <c>[batch, W − 1, channels]</c>.</summary>
    public required Rows Past { get; init; }

    /// <summary>Every tile's share of the gradient by the taps and, behind them, the biases, <c>[tiles, W + 1, channels]</c>.</summary>
    public required float* Weights { get; init; }
}
