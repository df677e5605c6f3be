using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.ExponentialSums;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>Runs the fused sums of exponentials over tensors of given sizes, with the widest registers.</summary>
/// <param name="shape">Sizes.</param>
/// <param name="exponents">w, contiguous float64 <c>[features, modes, 2]</c>.</param>
/// <param name="coefficients">c, contiguous float64 <c>[rows, features, modes, 2]</c>.</param>
internal readonly ref struct ExponentialKernel(ExponentialShape shape, Tensor exponents, Tensor coefficients)
{
    /// <summary>Fills in the sums.</summary>
    /// <param name="sums"><c>[rows, length, features]</c>.</param>
    public void Forward(Tensor sums) => Run(sums, null, null);

    /// <summary>Fills in the ranges' gradients.</summary>
    /// <param name="gradient">Gradient of the sums.</param>
    /// <param name="forExponents">Float64 <c>[ranges, features, modes, 2]</c>.</param>
    /// <param name="forCoefficients">Float64 <c>[ranges, rows, features, modes, 2]</c>.</param>
    public void Backward(Tensor gradient, Tensor forExponents, Tensor forCoefficients) => Run(gradient, forExponents, forCoefficients);

    private unsafe void Run(Tensor sums, Tensor? forExponents, Tensor? forCoefficients)
    {
        var data = new ExponentialData
        {
            Shape = shape,
            Exponents = TensorMemory.Doubles(exponents),
            Coefficients = TensorMemory.Doubles(coefficients),
        };
        if (forExponents is null || forCoefficients is null)
        {
            LaneWidth.Run(new ExponentialForward { Data = data, Sums = TensorMemory.Floats(sums) });
        }
        else
        {
            LaneWidth.Run(new ExponentialBackward
            {
                Data = data,
                Gradient = TensorMemory.Floats(sums),
                ForExponents = TensorMemory.Doubles(forExponents),
                ForCoefficients = TensorMemory.Doubles(forCoefficients),
            });
        }

        GC.KeepAlive((exponents, coefficients));
        GC.KeepAlive((sums, forExponents, forCoefficients));
    }
}
