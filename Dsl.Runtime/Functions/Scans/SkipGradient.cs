using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.DiagonalScans;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>The gradients of D ∘ u by <see cref="SkipGradients"/>. float32 on the CPU, all contiguous.</summary>
internal static class SkipGradient
{
    /// <summary>Computes both.</summary>
    /// <param name="gradient">Gradient g of the outputs, <c>[rows, features]</c>.</param>
    /// <param name="inputs">u, the same shape.</param>
    /// <param name="skip">Skip weights D, <c>[features]</c>.</param>
    /// <returns>D ∘ g, and Σ g ∘ u over the rows; in the present dispose scope.</returns>
    public static unsafe (Tensor ForInputs, Tensor ForSkip) Of(Tensor gradient, Tensor inputs, Tensor skip)
    {
        long rows = gradient.shape[0], features = gradient.shape[1];
        Tensor forInputs = empty([rows, features], ScalarType.Float32),
            sums = empty([SkipGradients.TilesOf(rows), features], ScalarType.Float32);
        LaneWidth.Run(new SkipGradients
        {
            Features = (int)features,
            Rows = rows,
            Gradient = TensorMemory.Floats(gradient),
            Inputs = TensorMemory.Floats(inputs),
            Skip = TensorMemory.Floats(skip),
            ForInputs = TensorMemory.Floats(forInputs),
            ForSkip = TensorMemory.Floats(sums),
        });
        GC.KeepAlive((gradient, inputs, skip));
        return (forInputs, sums.sum([0]));
    }
}
