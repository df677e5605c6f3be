using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Normalisation of one position of every sequence by <see cref="NormStepKernel"/>.</summary>
internal static class FusedNorm
{
    /// <summary>Normalises, where a fused kernel can.</summary>
    /// <param name="x">Features, <c>[batch, features]</c>, as wide as the weights.</param>
    /// <param name="weight">Weights, <c>[features]</c>.</param>
    /// <param name="bias">Biases of a layer normalisation, <c>[features]</c>; null for a root-mean-square one.</param>
    /// <param name="epsilon">Added to the mean of the squares.</param>
    /// <param name="output">The same shape as the features; written to.</param>
    /// <returns>Whether the kernel ran; else the caller has to use operators.</returns>
    /// <exception cref="ArgumentException">The output has another shape.</exception>
    public static unsafe bool TryRun(Tensor x, Tensor weight, Tensor? bias, double epsilon, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!FusedKernels.FitInPlace(x, weight, bias, output))
        {
            return false;
        }

        StepOutput.Check("norm", output, x.size(0), x.size(1));
        var kernel = new NormStepKernel
        {
            Batch = checked((int)x.size(0)),
            Features = checked((int)x.size(1)),
            Epsilon = epsilon,
            Inputs = TensorMemory.Floats(x),
            Weight = TensorMemory.Floats(weight),
            Bias = TensorMemory.FloatsOrNull(bias),
            Outputs = TensorMemory.Floats(output),
        };
        LaneWidth.Dispatch(ref kernel);
        GC.KeepAlive(x);
        return true;
    }
}
