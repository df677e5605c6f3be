using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Fft;

namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>
/// The convolution of whole sequences with as many taps as they have positions, or any other number:
/// y_l = Σ_t k_t u_{l−t} + Σ_t k'_t u_{l+1+t} + D u_l for each feature, where inputs outside a sequence are zero. By Fourier transforms, a
/// register of features at a time, with <see cref="KernelThreads"/> over sequences and features.
/// <see cref="LongConvolutionReference"/> computes the same by its definition.
/// </summary>
public static class LongConvolutionKernel
{
    /// <summary>Convolves. The taps are transformed at every call, into unmanaged memory that is freed at the end.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="operands">Operands that are read.</param>
    /// <param name="output">Receives y, <c>[batch, length, features]</c>, at padding too. Must not overlap the operands.</param>
    /// <exception cref="ArgumentException">
    /// An array does not have the size that the shape requires, a length is outside its range, or a size is.
    /// </exception>
    public static unsafe void Forward(in LongConvolutionShape shape, in LongConvolutionOperands operands, Span<float> output)
    {
        shape.Check();
        operands.Check(shape);
        OperandSizes.Require(nameof(output), output.Length, shape.Inputs);
        var isTwoSided = !operands.LaterTaps.IsEmpty;
        var sizes = new ConvolutionShape(shape.Batch, shape.Length, shape.Features, Channels: 1, shape.Taps, isTwoSided);
        using var spectra = new KernelBuffer(sizes.SpectrumFloats(LaneWidth.Widest));
        fixed (float* u = operands.U, taps = operands.Taps, later = operands.LaterTaps, d = operands.D, y = output)
        fixed (long* lengths = operands.Lengths)
        {
            var plan = FftPlan.Of(sizes.Rows);
            var pointers = new ConvolutionPointers
            {
                Inputs = u,
                Lengths = lengths,
                Outputs = y,
                Ahead = taps,
                Behind = later,
                Skip = d,
                Spectra = spectra.Floats,
            };
            LaneWidth.Run(new KernelSpectra { Shape = sizes, Plan = plan, Pointers = pointers });
            LaneWidth.Run(new ConvolutionForward { Shape = sizes, Plan = plan, Pointers = pointers });
        }
    }
}
