using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>
/// The long convolution by its definition, in float64, one product after the other: the oracle that <see cref="LongConvolutionKernel"/> is
/// tested against.
/// </summary>
public static class LongConvolutionReference
{
    /// <summary>Convolves.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="operands">Operands that are read.</param>
    /// <param name="output">Receives y, <c>[batch, length, features]</c>, at padding too.</param>
    /// <exception cref="ArgumentException">
    /// An array does not have the size that the shape requires, a length is outside its range, or a size is.
    /// </exception>
    public static void Forward(in LongConvolutionShape shape, in LongConvolutionOperands operands, Span<double> output)
    {
        shape.Check();
        operands.Check(shape);
        OperandSizes.Require(nameof(output), output.Length, shape.Inputs);
        for (var sequence = 0; sequence < shape.Batch; sequence++)
        {
            var first = sequence * shape.Length * shape.Features;
            var u = operands.U.Slice(first, (operands.Lengths.IsEmpty ? shape.Length : (int)operands.Lengths[sequence]) * shape.Features);
            for (var position = 0; position < shape.Length; position++)
            {
                for (var feature = 0; feature < shape.Features; feature++)
                {
                    output[first + (position * shape.Features) + feature] = Output(shape, operands, u, position, feature);
                }
            }
        }
    }

    private static double Output(
        in LongConvolutionShape shape, in LongConvolutionOperands operands, ReadOnlySpan<float> u, int position, int feature)
    {
        var y = operands.D.IsEmpty ? 0 : operands.D[feature] * Input(u, shape, position, feature);
        for (var tap = 0; tap < shape.Taps; tap++)
        {
            var index = (tap * shape.Features) + feature;
            y += operands.Taps[index] * Input(u, shape, position - tap, feature);
            if (!operands.LaterTaps.IsEmpty)
            {
                y += operands.LaterTaps[index] * Input(u, shape, position + 1 + tap, feature);
            }
        }

        return y;
    }

    /// <summary>An input of a sequence's valid ones, or zero.</summary>
    private static double Input(ReadOnlySpan<float> u, in LongConvolutionShape shape, int position, int feature)
    {
        var index = ((long)position * shape.Features) + feature;
        return index < 0 || index >= u.Length ? 0 : u[(int)index];
    }
}
