using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Linear maps of one position of every sequence by <see cref="ProjectionStepKernel"/>.</summary>
internal static class FusedProjection
{
    /// <summary>Maps, where a fused kernel can.</summary>
    /// <param name="weight">The matrix, <c>[rows, width]</c>.</param>
    /// <param name="bias">Added, <c>[rows]</c>; or null.</param>
    /// <param name="x">Features, <c>[batch, width]</c>.</param>
    /// <param name="output">Written to: <c>[batch, rows]</c>, or <c>[batch, rows / 2]</c> where one half gates the other; not the
    /// features.</param>
    /// <param name="gelu">Function of the features that the map reads.</param>
    /// <param name="gate">Gate after the map.</param>
    /// <returns>Whether the kernel ran; else the caller has to use operators.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static unsafe bool TryRun(
        Tensor weight, Tensor? bias, Tensor x, Tensor output, StepGelu gelu = StepGelu.None, StepGate gate = StepGate.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(output);
        if (!FusedKernels.FitInPlace(weight, bias, x, output))
        {
            return false;
        }

        var (rows, width) = (weight.size(0), weight.size(1));
        SequenceShape.CheckStep("linear map", x, width, half: true);
        StepOutput.Check("linear map", output, x.size(0), gate == StepGate.Halves ? rows / 2 : rows);
        var kernel = new ProjectionStepKernel
        {
            Batch = checked((int)x.size(0)),
            Width = checked((int)width),
            Rows = checked((int)rows),
            Inputs = TensorMemory.Floats(x),
            Weight = TensorMemory.Floats(weight),
            Bias = TensorMemory.FloatsOrNull(bias),
            Outputs = TensorMemory.Floats(output),
            Gelu = gelu,
            Gate = gate,
        };
        LaneWidth.Dispatch(ref kernel);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        GC.KeepAlive(x);
        return true;
    }
}
