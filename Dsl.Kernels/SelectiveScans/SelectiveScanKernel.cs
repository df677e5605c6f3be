using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// The selective scan of Mamba over whole sequences: h_l = e^{Δ_l A} h_{l−1} + Δ_l B_l u_l, y_l = C_l·h_l + D u_l, times SiLU(z_l).
/// One pass over the operands, a register of channels at a time, with <see cref="KernelThreads"/> over sequences and channels.
/// <see cref="SelectiveScanReference"/> computes the same by its definition.
/// </summary>
public static class SelectiveScanKernel
{
    /// <summary>Scans. Nothing is allocated after the first call of a thread.</summary>
    /// <param name="shape">Sizes, each at least 1.</param>
    /// <param name="operands">Operands that are read.</param>
    /// <param name="output">Receives y, <c>[batch, length, features]</c>; zero at padding. Must not overlap the operands.</param>
    /// <param name="lastState">Receives the states after each sequence's last valid position, <c>[batch, features, state]</c>.</param>
    /// <exception cref="ArgumentException">An array does not have the size that the shape requires.</exception>
    public static unsafe void Forward(
        in SelectiveScanShape shape, in SelectiveScanOperands operands, Span<float> output, Span<float> lastState)
    {
        shape.Check();
        operands.Check(shape);
        OperandSizes.Require(nameof(output), output.Length, shape.Inputs);
        OperandSizes.Require(nameof(lastState), lastState.Length, shape.States);
        fixed (float* u = operands.U, delta = operands.Delta, a = operands.A, b = operands.B, c = operands.C)
        fixed (float* bias = operands.DeltaBias, d = operands.D, z = operands.Z, initial = operands.Initial, y = output, last = lastState)
        fixed (long* lengths = operands.Lengths)
        {
            nint inputRow = (nint)shape.Length * shape.Features, weightRow = (nint)shape.Length * shape.State;
            var pass = new ScanForwardPass(
                new ScanOperands
                {
                    Sizes = new ScanShape(shape.Batch, shape.Length, shape.Features, shape.State, runs: 1, LaneWidth.Widest),
                    U = new Rows(u, inputRow, shape.Features),
                    Delta = new Rows(delta, inputRow, shape.Features),
                    Z = new Rows(z, inputRow, shape.Features),
                    A = a,
                    DeltaBias = bias,
                    D = d,
                    Initial = initial,
                    B = new ScanWeights(new Rows(b, weightRow, shape.State), null, 1, 0),
                    C = new ScanWeights(new Rows(c, weightRow, shape.State), null, 1, 0),
                    Lengths = lengths,
                    Softplus = operands.Softplus,
                },
                new ScanResults(new Rows(y, inputRow, shape.Features), last, null));
            LaneWidth.Dispatch(ref pass);
        }
    }
}
