using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The selective scan of Mamba: h_l = e^{Δ_l A} h_{l−1} + Δ_l B_l u_l, y_l = C_l·h_l + D u_l, times
/// SiLU(z_l). Exact, once differentiable. Float32 on the CPU goes through a fused kernel (<see cref="FusedKernels"/>), everything else
/// through plain operators. Both keep states at block boundaries only and compute them again for the gradients, so that memory is a
/// fraction of batch · length · features · state.
/// </summary>
public static class SelectiveScan
{
    /// <summary>Scans whole sequences.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <returns>Outputs <c>[batch, length, features]</c>, unspecified beyond a sequence's length, and the states
    /// <c>[batch, features, state]</c> after each sequence's last position; both owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit together.</exception>
    public static (Tensor Output, Tensor LastState) Apply(in SelectiveScanInputs inputs)
    {
        Check(inputs);
        var results = Scan(inputs, givesState: true);
        return (results[0], results[1]);
    }

    /// <summary>Scans whole sequences whose last states nobody reads.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <returns>Outputs as of <see cref="Apply"/>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit together.</exception>
    public static Tensor Output(in SelectiveScanInputs inputs)
    {
        Check(inputs);
        return Scan(inputs, givesState: false)[0];
    }

    /// <summary>Advances every sequence by one position, without gradient.</summary>
    /// <param name="inputs">Operands that are read, without the axis length; <see cref="SelectiveScanInputs.Initial"/> is the state before,
    /// and weights B and C that do not change are <c>[batch, features, state]</c>.</param>
    /// <returns>Outputs <c>[batch, features]</c> and the state after; both owned by the caller.</returns>
    /// <exception cref="ArgumentException">There is no state, or lengths are given.</exception>
    public static (Tensor Output, Tensor State) Step(in SelectiveScanInputs inputs)
    {
        if (inputs.Initial is not { } state || inputs.Lengths is not null)
        {
            throw new ArgumentException("A step needs the state before it (Initial) and takes no lengths.", nameof(inputs));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var delta = StepSizes(inputs);
        var (b, c) = (PerFeature(inputs.B, state.shape[1]), PerFeature(inputs.C, state.shape[1]));
        var next = (delta.unsqueeze(-1) * inputs.A).exp_().mul_(state).AddInPlace((delta * inputs.U).unsqueeze(-1) * b);
        var sum = (next * c).sum([-1]);
        var y = sum.is_complex() ? sum.real * Scalars.Two : sum;
        return (SkipAndGate(y, inputs.U, inputs.D, inputs.Z).MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
    }

    private static List<Tensor> Scan(in SelectiveScanInputs inputs, bool givesState) =>
        FusedSelectiveScan.Fits(inputs) ? FusedSelectiveScanFunction.Apply(inputs, givesState) : ByOperators(inputs, givesState);

    private static List<Tensor> ByOperators(in SelectiveScanInputs inputs, bool givesState)
    {
        using var scope = NewDisposeScope();
        var u = SequenceMask.Apply(inputs.U, inputs.Lengths);
        var z = inputs.Z is { } gate ? SequenceMask.Apply(gate, inputs.Lengths) : null;

        // Once more after the softplus: no step, no change of state. Before the softplus, so that no gradient is 0 · NaN.
        var delta = SequenceMask.Apply(StepSizes(inputs with { Delta = SequenceMask.Apply(inputs.Delta, inputs.Lengths) }), inputs.Lengths);
        var b = Mask(PerPosition(inputs.B, u), inputs.Lengths);
        var c = Mask(PerPosition(inputs.C, u), inputs.Lengths);
        var initial = inputs.Initial ?? zeros([u.shape[0], .. inputs.A.shape], inputs.A.dtype, inputs.A.device);
        var results = SelectiveScanFunction.Apply(u, delta, inputs.A, b, c, initial, givesState);
        results[0] = SkipAndGate(results[0], u, inputs.D, z);
        return results.ConvertAll(result => result.MoveToOuterDisposeScope());
    }

    private static Tensor StepSizes(in SelectiveScanInputs inputs)
    {
        var delta = inputs.DeltaBias is { } bias ? inputs.Delta.Plus(bias) : inputs.Delta;
        return inputs.Softplus ? delta.Softplus() : delta;
    }

    private static Tensor SkipAndGate(Tensor y, Tensor u, Tensor? d, Tensor? z)
    {
        var skipped = d is null ? y : y.Plus(u * d);
        return z is null ? skipped : skipped * nn.functional.silu(z);
    }

    // [batch, length, groups, state].
    private static Tensor PerPosition(Tensor weights, Tensor u) => weights.dim() switch
    {
        2 => weights.expand(u.shape[0], u.shape[1], weights.shape[0], weights.shape[1]),
        3 => weights.unsqueeze(2),
        _ => weights,
    };

    // [batch, features or 1, state].
    private static Tensor PerFeature(Tensor weights, long features) =>
        weights.dim() == 2 ? weights.unsqueeze(1) : weights.repeat_interleave(features / weights.shape[1], 1);

    private static Tensor Mask(Tensor weights, Tensor? lengths)
    {
        if (lengths is null)
        {
            return weights;
        }

        var padded = SequenceMask.Of(lengths, weights.shape[1]).logical_not();
        return weights.masked_fill(padded.view(padded.shape[0], padded.shape[1], 1, 1), Scalars.Zero);
    }

    private static void Check(in SelectiveScanInputs inputs)
    {
        if (inputs.A.dim() != 2)
        {
            throw new ArgumentException($"A is [features, state], not {SequenceShape.Text(inputs.A)}.", nameof(inputs));
        }

        var (features, size) = (inputs.A.shape[0], inputs.A.shape[1]);
        SequenceShape.Check(nameof(SelectiveScan), inputs.U, inputs.Lengths, features, half: true);
        var (batch, length) = (inputs.U.shape[0], inputs.U.shape[1]);
        SequenceShape.Require("Δ", inputs.Delta, batch, length, features);
        CheckWeights(inputs.B, "B");
        CheckWeights(inputs.C, "C");
        SequenceShape.Require("Δ's bias", inputs.DeltaBias, features);
        SequenceShape.Require("D", inputs.D, features);
        SequenceShape.Require("z", inputs.Z, batch, length, features);
        SequenceShape.Require("the state", inputs.Initial, batch, features, size);
        var type = inputs.A.dtype;
        if (inputs.B.dtype != type || inputs.C.dtype != type || (inputs.Initial ?? inputs.A).dtype != type)
        {
            throw new ArgumentException(
                $"A, B, C and the state are of one type, not {type}, {inputs.B.dtype}, {inputs.C.dtype} and "
                    + $"{(inputs.Initial ?? inputs.A).dtype}.",
                nameof(inputs));
        }

        void CheckWeights(Tensor weights, string name)
        {
            var shape = weights.shape;
            var fits = shape.Length switch
            {
                2 => shape[0] == features,
                3 => shape[0] == batch && shape[1] == length,
                4 => shape[0] == batch && shape[1] == length && shape[2] > 0 && features % shape[2] == 0,
                _ => false,
            };
            if (!fits || shape[^1] != size)
            {
                throw new ArgumentException(
                    $"{name} is [{batch}, {length}, {size}], [{batch}, {length}, a divisor of {features}, {size}] or [{features}, {size}], "
                        + $"not {SequenceShape.Text(weights)}.",
                    name);
            }
        }
    }
}
