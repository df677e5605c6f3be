using SerpentDsl.Kernels.Cauchy;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Runs the fused Cauchy sums over tensors of given sizes, with the widest registers.</summary>
/// <param name="shape">Sizes.</param>
/// <param name="numerators">Contiguous, as are the others; see <see cref="CauchyFunction.Apply"/>.</param>
/// <param name="magnitude">|w|.</param>
/// <param name="damping">−Re w.</param>
internal readonly ref struct CauchyKernel(CauchyShape shape, Tensor numerators, Tensor magnitude, Tensor damping)
{
    /// <summary>Fills in the transforms.</summary>
    /// <param name="spectrum"><c>[2, outputs, bins, features]</c>.</param>
    public void Forward(Tensor spectrum) => Run(spectrum, null, null);

    /// <summary>Fills in the ranges' gradients.</summary>
    /// <param name="gradient">Gradient of the transforms.</param>
    /// <param name="forNumerators"><c>[ranges, modes, numerators, features]</c>.</param>
    /// <param name="forModes"><c>[ranges, modes, 2, features]</c>.</param>
    public void Backward(Tensor gradient, Tensor forNumerators, Tensor forModes) => Run(gradient, forNumerators, forModes);

    private unsafe void Run(Tensor spectrum, Tensor? forNumerators, Tensor? forModes)
    {
        var nodes = CauchyNodes.Of(shape);
        fixed (float* high = nodes.High, low = nodes.Low)
        {
            var data = new CauchyData
            {
                Shape = shape,
                Numerators = TensorMemory.Floats(numerators),
                Magnitude = TensorMemory.Doubles(magnitude),
                Damping = TensorMemory.Doubles(damping),
                NodesHigh = high,
                NodesLow = low,
            };
            if (forNumerators is null || forModes is null)
            {
                LaneWidth.Run(new CauchyForward { Data = data, Spectrum = TensorMemory.Floats(spectrum) });
            }
            else
            {
                LaneWidth.Run(new CauchyBackward
                {
                    Data = data,
                    Gradient = TensorMemory.Floats(spectrum),
                    ForNumerators = TensorMemory.Floats(forNumerators),
                    ForModes = TensorMemory.Floats(forModes),
                });
            }
        }

        GC.KeepAlive(numerators);
        GC.KeepAlive(magnitude);
        GC.KeepAlive(damping);
        GC.KeepAlive(spectrum);
        GC.KeepAlive(forNumerators);
        GC.KeepAlive(forModes);
    }
}
