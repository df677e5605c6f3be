using System.Numerics;
using System.Runtime.InteropServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>
/// The recurrence of a diagonal system over whole sequences, as S5 has it: x_l = e^w x_{l−1} + v_l for each complex mode, and in the other
/// direction x_l = e^w x_{l+1} + v_l. A register of modes at a time, with <see cref="KernelThreads"/> over sequences and modes.
/// <see cref="DiagonalScanReference"/> computes the same by its definition.
/// </summary>
public static class DiagonalScanKernel
{
    /// <summary>Scans. The powers of e^w are computed at every call, into unmanaged memory that is freed at the end.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="operands">Operands that are read.</param>
    /// <param name="states">Receives x, <c>[batch, length, directions, modes, 2]</c>. Must not overlap the operands.</param>
    /// <exception cref="ArgumentException">
    /// An array does not have the size that the shape requires, there are initial states for two directions, or a size is outside its
    /// range.
    /// </exception>
    public static unsafe void Forward(in DiagonalScanShape shape, in DiagonalScanOperands operands, Span<float> states)
    {
        shape.Check();
        operands.Check(shape);
        OperandSizes.Require(nameof(states), states.Length, shape.States);
        var floats = DiagonalFactors.Floats(shape.Modes);
        using var factors = new KernelBuffer(floats);
        NativeMemory.Clear(factors.Floats, (nuint)floats * sizeof(float));
        fixed (Complex* w = operands.Exponents)
        fixed (float* v = operands.V, initial = operands.Initial, x = states)
        {
            DiagonalFactors.Write(shape.Modes, (double*)w, factors.Floats);
            LaneWidth.Run(new DiagonalForward
            {
                Shape = new DiagonalShape(shape.Batch, shape.Length, shape.Modes, shape.Directions),
                Factors = factors.Floats,
                Inputs = v,
                Initial = initial,
                States = x,
            });
        }
    }
}
