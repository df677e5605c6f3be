using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The scan of Mamba-2 (state space duality, SSD): step sizes, a <see cref="LinearAttention"/> with one decay per head, skip and gate.
/// Exact, once differentiable.
/// </summary>
public static class StateSpaceDual
{
    /// <summary>The recurrence itself: S_l = e^{a_l} S_{l−1} + x_l b_lᵀ, y_l = S_l c_l.</summary>
    /// <param name="x">Inputs, Δ included, <c>[batch, length, heads, head size]</c>.</param>
    /// <param name="logDecay">a = ΔA, not positive, <c>[batch, length, heads]</c>.</param>
    /// <param name="b">Input weights, <c>[batch, length, groups, state]</c>.</param>
    /// <param name="c">Output weights, like <paramref name="b"/>.</param>
    /// <param name="chunkLength">Positions that are worked on by one matrix product; the result does not depend on it.</param>
    /// <param name="initial">State before, <c>[batch, heads, head size, state]</c>; null: zeros.</param>
    /// <returns>Outputs <c>[batch, length, heads, head size]</c> and the state after the last position; both owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static (Tensor Output, Tensor LastState) Scan(Tensor x, Tensor logDecay, Tensor b, Tensor c, long chunkLength, Tensor? initial)
    {
        Check(x, logDecay, b, c, initial);
        var results = Scan(x, logDecay, b, c, chunkLength, initial, givesState: true);
        return (results[0], results[1]);
    }

    /// <summary>The recurrence where nobody reads the last state.</summary>
    /// <param name="x">As of <see cref="Scan(Tensor, Tensor, Tensor, Tensor, long, Tensor?)"/>.</param>
    /// <param name="logDecay">As of <see cref="Scan(Tensor, Tensor, Tensor, Tensor, long, Tensor?)"/>.</param>
    /// <param name="b">As of <see cref="Scan(Tensor, Tensor, Tensor, Tensor, long, Tensor?)"/>.</param>
    /// <param name="c">As of <see cref="Scan(Tensor, Tensor, Tensor, Tensor, long, Tensor?)"/>.</param>
    /// <param name="chunkLength">As of <see cref="Scan(Tensor, Tensor, Tensor, Tensor, long, Tensor?)"/>.</param>
    /// <param name="initial">As of <see cref="Scan(Tensor, Tensor, Tensor, Tensor, long, Tensor?)"/>.</param>
    /// <returns>Outputs <c>[batch, length, heads, head size]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static Tensor Output(Tensor x, Tensor logDecay, Tensor b, Tensor c, long chunkLength, Tensor? initial)
    {
        Check(x, logDecay, b, c, initial);
        return Scan(x, logDecay, b, c, chunkLength, initial, givesState: false)[0];
    }

    /// <summary>Scans whole sequences as a Mamba-2 layer does: step sizes, recurrence, skip and gate.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <param name="chunkLength">As of <see cref="Scan(Tensor, Tensor, Tensor, Tensor, long, Tensor?)"/>.</param>
    /// <returns>Outputs <c>[batch, length, heads, head size]</c>, unspecified beyond a sequence's length, and the states after each
    /// sequence's last position; both owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static (Tensor Output, Tensor LastState) Apply(in StateSpaceDualInputs inputs, long chunkLength)
    {
        var results = Apply(inputs, chunkLength, givesState: true);
        return (results[0], results[1]);
    }

    /// <summary>Scans whole sequences whose last states nobody reads.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <param name="chunkLength">As of <see cref="Scan(Tensor, Tensor, Tensor, Tensor, long, Tensor?)"/>.</param>
    /// <returns>Outputs as of <see cref="Apply(in StateSpaceDualInputs, long)"/>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static Tensor Output(in StateSpaceDualInputs inputs, long chunkLength) => Apply(inputs, chunkLength, givesState: false)[0];

    /// <summary>Advances every sequence by one position, without gradient.</summary>
    /// <param name="inputs">Operands that are read, without the axis length; <see cref="StateSpaceDualInputs.Initial"/> is the state
    /// before.</param>
    /// <returns>Outputs <c>[batch, heads, head size]</c> and the state after; both owned by the caller.</returns>
    /// <exception cref="ArgumentException">There is no state, or lengths are given.</exception>
    public static (Tensor Output, Tensor State) Step(in StateSpaceDualInputs inputs)
    {
        if (inputs.Initial is not { } state || inputs.Lengths is not null)
        {
            throw new ArgumentException("A step needs the state before it (Initial) and takes no lengths.", nameof(inputs));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var delta = StepSizes(inputs);
        var shared = inputs.X.shape[1] / inputs.B.shape[1];
        var (b, c) = (inputs.B.repeat_interleave(shared, 1).unsqueeze(2), inputs.C.repeat_interleave(shared, 1).unsqueeze(-1));
        var driven = (inputs.X * delta.unsqueeze(-1)).unsqueeze(-1) * b;
        var next = (delta * inputs.A).exp().unsqueeze(-1).unsqueeze(-1).mul(state).AddInPlace(driven);
        var y = next.matmul(c).squeeze(-1);
        return (SkipAndGate(y, inputs.X, inputs.D, inputs.Z).MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
    }

    private static List<Tensor> Apply(in StateSpaceDualInputs inputs, long chunkLength, bool givesState)
    {
        Check(inputs.X, inputs.Delta, inputs.B, inputs.C, inputs.Initial);
        CheckOptions(inputs);
        SequenceShape.CheckLengths(nameof(StateSpaceDual), inputs.X, inputs.Lengths);
        using var scope = NewDisposeScope();
        var padded = inputs.Lengths is { } lengths ? SequenceMask.Of(lengths, inputs.X.shape[1]).logical_not() : null;
        var x = Mask(inputs.X, padded);
        var z = inputs.Z is { } gate ? Mask(gate, padded) : null;

        // Once more after the softplus: no step, no change of state. Before the softplus, so that no gradient is 0 · NaN.
        var delta = Mask(StepSizes(inputs with { Delta = Mask(inputs.Delta, padded) }), padded);
        var results = Scan(
            x * delta.unsqueeze(-1),
            delta * inputs.A,
            Mask(inputs.B, padded),
            Mask(inputs.C, padded),
            chunkLength,
            inputs.Initial,
            givesState);
        results[0] = SkipAndGate(results[0], x, inputs.D, z);
        return results.ConvertAll(result => result.MoveToOuterDisposeScope());
    }

    private static List<Tensor> Scan(Tensor x, Tensor logDecay, Tensor b, Tensor c, long chunkLength, Tensor? initial, bool givesState)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkLength, 1);
        using var scope = NewDisposeScope();
        var before = initial?.transpose(2, 3) ?? zeros([x.shape[0], x.shape[2], b.shape[3], x.shape[3]], x.dtype, x.device);
        var results = LinearAttentionFunction.Apply(c, b, x, logDecay, before, chunkLength, givesState);
        if (givesState)
        {
            results[1] = results[1].transpose(2, 3);
        }

        return results.ConvertAll(result => result.MoveToOuterDisposeScope());
    }

    private static Tensor StepSizes(in StateSpaceDualInputs inputs)
    {
        var delta = (inputs.DeltaBias is { } bias ? inputs.Delta.Plus(bias) : inputs.Delta).Softplus();
        if (inputs.DeltaLimits is not { } limits)
        {
            return delta;
        }

        var above = limits.Least > 0 ? delta.clamp_min(Scalars.Of(limits.Least)) : delta;
        return double.IsFinite(limits.Greatest) ? above.clamp_max(Scalars.Of(limits.Greatest)) : above;
    }

    private static Tensor SkipAndGate(Tensor y, Tensor x, Tensor? d, Tensor? z)
    {
        var skipped = d is null ? y : y.Plus(x * (d.dim() == 1 ? d.unsqueeze(1) : d));
        return z is null ? skipped : skipped * nn.functional.silu(z);
    }

    private static Tensor Mask(Tensor x, Tensor? padded) =>
        padded is null ? x : x.masked_fill(padded.view([.. padded.shape, .. Enumerable.Repeat(1L, (int)x.dim() - 2)]), Scalars.Zero);

    private static void Check(Tensor x, Tensor delta, Tensor b, Tensor c, Tensor? initial)
    {
        if (x.dim() != 4 || x.shape.Contains(0))
        {
            throw new ArgumentException(
                $"Inputs are [batch, length, heads, head size], none of them 0, not {SequenceShape.Text(x)}.", nameof(x));
        }

        var (batch, length, heads) = (x.shape[0], x.shape[1], x.shape[2]);
        SequenceShape.Require("Δ", delta, batch, length, heads);
        if (b.dim() != 4 || b.shape[0] != batch || b.shape[1] != length || b.shape[2] < 1 || heads % b.shape[2] != 0
            || !b.shape.SequenceEqual(c.shape))
        {
            throw new ArgumentException(
                $"B and C are [{batch}, {length}, groups, state] with groups that divide the {heads} heads, not {SequenceShape.Text(b)} "
                    + $"and {SequenceShape.Text(c)}.",
                nameof(b));
        }

        SequenceShape.Require("the state", initial, batch, heads, x.shape[3], b.shape[3]);
    }

    private static void CheckOptions(in StateSpaceDualInputs inputs)
    {
        var (heads, headSize) = (inputs.X.shape[2], inputs.X.shape[3]);
        SequenceShape.Require("A", inputs.A, [heads]);
        SequenceShape.Require("Δ's bias", inputs.DeltaBias, [heads]);
        SequenceShape.Require("D", inputs.D, inputs.D?.dim() == 2 ? [heads, headSize] : [heads]);
        SequenceShape.Require("z", inputs.Z, inputs.X.shape);
    }
}
