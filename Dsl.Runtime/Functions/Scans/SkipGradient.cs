using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.DiagonalScans;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>The gradients of D ∘ u by <see cref="SkipGradients{TLanes}"/>. float32 on the CPU, all contiguous.</summary>
internal static class SkipGradient
{
    /// <summary>Computes both.</summary>
    /// <param name="gradient">g, <c>[rows, features]</c>.</param>
    /// <param name="inputs">u, the same shape.</param>
    /// <param name="skip">D, <c>[features]</c>.</param>
    /// <returns>D ∘ g, and Σ g ∘ u over the rows; in the present dispose scope.</returns>
    public static unsafe (Tensor ForInputs, Tensor ForSkip) Of(Tensor gradient, Tensor inputs, Tensor skip)
    {
        long rows = gradient.shape[0], features = gradient.shape[1], tiles = (rows + SkipGradientPass.RowsPerTile - 1) / SkipGradientPass.RowsPerTile;
        Tensor forInputs = empty([rows, features], ScalarType.Float32), sums = empty([tiles, features], ScalarType.Float32);
        var pass = new SkipGradientPass
        {
            Tiles = (int)tiles,
            Features = (int)features,
            Rows = rows,
            Gradient = TensorMemory.Floats(gradient),
            Inputs = TensorMemory.Floats(inputs),
            Skip = TensorMemory.Floats(skip),
            ForInputs = TensorMemory.Floats(forInputs),
            ForSkip = TensorMemory.Floats(sums),
        };
        LaneWidth.Dispatch(ref pass);
        GC.KeepAlive((gradient, inputs, skip));
        return (forInputs, sums.sum([0]));
    }
}
