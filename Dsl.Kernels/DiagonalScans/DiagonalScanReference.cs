using System.Numerics;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>
/// The diagonal scan by its definition, in float64, one number after the other: the oracle that <see cref="DiagonalScanKernel"/> is tested
/// against.
/// </summary>
public static class DiagonalScanReference
{
    /// <summary>Scans.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="operands">Operands that are read.</param>
    /// <param name="states">Receives x, <c>[batch, length, directions, modes, 2]</c>.</param>
    /// <exception cref="ArgumentException">
    /// An array does not have the size that the shape requires, there are initial states for two directions, or a size is outside its
    /// range.
    /// </exception>
    public static void Forward(in DiagonalScanShape shape, in DiagonalScanOperands operands, Span<double> states)
    {
        shape.Check();
        operands.Check(shape);
        OperandSizes.Require(nameof(states), states.Length, shape.States);
        for (var sequence = 0; sequence < shape.Batch; sequence++)
        {
            for (var direction = 0; direction < shape.Directions; direction++)
            {
                for (var mode = 0; mode < shape.Modes; mode++)
                {
                    Scan(shape, operands, sequence, direction, mode, states);
                }
            }
        }
    }

    private static void Scan(
        in DiagonalScanShape shape, in DiagonalScanOperands operands, int sequence, int direction, int mode, Span<double> states)
    {
        var factor = Complex.Exp(operands.Exponents[mode]);
        var x = operands.Initial.IsEmpty ? Complex.Zero : Number(operands.Initial, (sequence * shape.Modes) + mode);
        for (var step = 0; step < shape.Length; step++)
        {
            var position = (sequence * shape.Length) + (direction == 0 ? step : shape.Length - 1 - step);
            x = (factor * x) + Number(operands.V, (position * shape.Modes) + mode);
            var index = 2 * ((((position * shape.Directions) + direction) * shape.Modes) + mode);
            (states[index], states[index + 1]) = (x.Real, x.Imaginary);
        }
    }

    private static Complex Number(ReadOnlySpan<float> pairs, int index) => new(pairs[2 * index], pairs[(2 * index) + 1]);
}
