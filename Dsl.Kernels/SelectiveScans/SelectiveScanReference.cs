using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// The selective scan by its definition, in float64, one number after the other: the oracle that <see cref="SelectiveScanKernel"/> is
/// tested against.
/// </summary>
public static class SelectiveScanReference
{
    /// <summary>Scans.</summary>
    /// <param name="shape">Sizes, each at least 1.</param>
    /// <param name="operands">Operands that are read.</param>
    /// <param name="output">Receives y, <c>[batch, length, features]</c>; zero at padding.</param>
    /// <param name="lastState">Receives the states after each sequence's last valid position, <c>[batch, features, state]</c>.</param>
    /// <exception cref="ArgumentException">An array does not have the size that the shape requires.</exception>
    public static void Forward(in SelectiveScanShape shape, in SelectiveScanOperands operands, Span<double> output, Span<double> lastState)
    {
        shape.Check();
        operands.Check(shape);
        OperandSizes.Require(nameof(output), output.Length, shape.Inputs);
        OperandSizes.Require(nameof(lastState), lastState.Length, shape.States);
        output.Clear();
        for (var sequence = 0; sequence < shape.Batch; sequence++)
        {
            for (var channel = 0; channel < shape.Features; channel++)
            {
                var first = ((sequence * shape.Features) + channel) * shape.State;
                var state = lastState.Slice(first, shape.State);
                for (var n = 0; n < shape.State; n++)
                {
                    state[n] = operands.Initial.IsEmpty ? 0 : operands.Initial[first + n];
                }

                var end = operands.Lengths.IsEmpty ? shape.Length : (int)operands.Lengths[sequence];
                for (var position = 0; position < end; position++)
                {
                    output[Input(shape, sequence, position, channel)] = Step(shape, operands, sequence, position, channel, state);
                }
            }
        }
    }

    private static double Step(
        in SelectiveScanShape shape, in SelectiveScanOperands operands, int sequence, int position, int channel, Span<double> state)
    {
        var input = Input(shape, sequence, position, channel);
        double u = operands.U[input],
            delta = operands.Delta[input] + (operands.DeltaBias.IsEmpty ? 0 : (double)operands.DeltaBias[channel]);
        if (operands.Softplus)
        {
            delta = Math.Max(delta, 0) + Math.Log(1 + Math.Exp(-Math.Abs(delta)));
        }

        var y = operands.D.IsEmpty ? 0 : operands.D[channel] * u;
        var weights = ((sequence * shape.Length) + position) * shape.State;
        for (var n = 0; n < shape.State; n++)
        {
            state[n] = (Math.Exp(delta * operands.A[(channel * shape.State) + n]) * state[n]) + (delta * operands.B[weights + n] * u);
            y += operands.C[weights + n] * state[n];
        }

        double z = operands.Z.IsEmpty ? 0 : operands.Z[input];
        return operands.Z.IsEmpty ? y : y * z / (1 + Math.Exp(-z));
    }

    private static int Input(in SelectiveScanShape shape, int sequence, int position, int channel) =>
        (((sequence * shape.Length) + position) * shape.Features) + channel;
}
