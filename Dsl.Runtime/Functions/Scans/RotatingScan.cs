using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The recurrence of Mamba-3 (arXiv 2603.15569), one input and one output per head:
/// S_t = e^{A_tΔ_t} (S_{t−1} + (1 − λ_t) Δ_t x_{t−1} (R_{t−1} k_{t−1})ᵀ) + λ_t Δ_t x_t (R_t k_t)ᵀ, y_t = S_t R_t q_t, where R_t turns pairs
/// of numbers of the state by θ_t = θ_{t−1} + π tanh(rate_t) Δ_t. Exact, once differentiable, on any device.
/// </summary>
/// <remarks>
/// A key enters the state twice, at its own position and, with another weight, at the next. Both are one <see cref="LinearAttention"/> with
/// keys of both weights, which reads the second half a position too early; that is taken off again, and needs no rotation.
/// </remarks>
public static class RotatingScan
{
    /// <summary>Scans whole sequences.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <returns>Outputs <c>[batch, length, heads, head size]</c>, unspecified beyond a sequence's length, and the state after each
    /// sequence; all owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static (Tensor Output, RotatingScanState Last) Apply(in RotatingScanInputs inputs)
    {
        Check(inputs);
        using var scope = NewDisposeScope();
        var turned = Turn(inputs);
        var before = Before(inputs, turned);
        var (output, last) = LinearAttention.Apply(Attention(inputs, turned) with { Initial = before });
        var state = new RotatingScanState(
            turned.Angles.select(1, turned.Angles.shape[1] - 1).clone().MoveToOuterDisposeScope(),
            last.transpose(2, 3).MoveToOuterDisposeScope(),
            LastOf(turned.Keys, inputs.Lengths, inputs.Initial?.Keys).MoveToOuterDisposeScope(),
            LastOf(inputs.Values, inputs.Lengths, inputs.Initial?.Values).MoveToOuterDisposeScope());
        return (TakeOff(inputs, turned, output).MoveToOuterDisposeScope(), state);
    }

    /// <summary>Scans whole sequences whose last states nobody reads.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <returns>Outputs as of <see cref="Apply"/>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static Tensor Output(in RotatingScanInputs inputs)
    {
        Check(inputs);
        using var scope = NewDisposeScope();
        var turned = Turn(inputs);
        var output = LinearAttention.Output(Attention(inputs, turned) with { Initial = Before(inputs, turned) });
        return TakeOff(inputs, turned, output).MoveToOuterDisposeScope();
    }

    private static Turned Turn(in RotatingScanInputs inputs)
    {
        var rates = (inputs.Rates.tanh() * Scalars.Of(Math.PI)) * inputs.Delta.unsqueeze(-1);

        // Summed in float64 and reduced: over a long sequence a float32 sum would lose the digits of the angle.
        var sums = rates.to(ScalarType.Float64).cumsum(1);
        var all = inputs.Initial is { } initial ? sums.Plus(initial.Angles.to(ScalarType.Float64).unsqueeze(1)) : sums;
        var angles = all.remainder(Scalars.Of(2 * Math.PI)).to(rates.dtype);
        var (cosine, sine) = (angles.cos(), angles.sin());
        var shared = inputs.Values.shape[2] / inputs.Keys.shape[2];
        var (queries, keys) = (
            inputs.Queries.repeat_interleave(shared, 2).Plus(inputs.QueryBias),
            inputs.Keys.repeat_interleave(shared, 2).Plus(inputs.KeyBias));
        var own = inputs.Weight * inputs.Delta;
        var next = (inputs.Delta - own).narrow(1, 1, inputs.Delta.shape[1] - 1);
        var later = cat([next, zeros_like(inputs.Delta.narrow(1, 0, 1))], 1);
        return new Turned(angles, Rotate(queries, cosine, sine), Rotate(keys, cosine, sine), own, later);
    }

    /// <summary>Turns the pairs of numbers (2i, 2i + 1); numbers without an angle stay.</summary>
    private static Tensor Rotate(Tensor x, Tensor cosine, Tensor sine)
    {
        var angles = cosine.shape[^1];
        var parts = x.split([2 * angles, x.shape[^1] - (2 * angles)], -1);
        var pairs = parts[0].unflatten(x.dim() - 1, angles, 2);
        var (first, second) = (pairs.select(-1, 0), pairs.select(-1, 1));
        var turned = stack([(first * cosine) - (second * sine), (first * sine).Plus(second * cosine)], -1).flatten(-2);
        return parts[1].shape[^1] == 0 ? turned : cat([turned, parts[1]], -1);
    }

    private static LinearAttentionInputs Attention(in RotatingScanInputs inputs, in Turned turned) => new()
    {
        Queries = turned.Queries,
        Keys = turned.Keys * turned.Own.Plus(turned.Later).unsqueeze(-1),
        Values = inputs.Values,
        LogDecays = inputs.LogDecay,
    };

    /// <summary>The state with what the last position before enters at the first, <c>[batch, heads, state, head size]</c>.</summary>
    private static Tensor? Before(in RotatingScanInputs inputs, in Turned turned)
    {
        if (inputs.Initial is not { } initial)
        {
            return null;
        }

        var weight = (inputs.Delta - turned.Own).select(1, 0).unsqueeze(-1).unsqueeze(-1);
        return initial.States.transpose(2, 3).Plus(weight * initial.Keys.unsqueeze(-1) * initial.Values.unsqueeze(-2));
    }

    private static Tensor TakeOff(in RotatingScanInputs inputs, in Turned turned, Tensor output)
    {
        var products = (turned.Queries * turned.Keys).sum([-1]) * turned.Later;
        return output - (products.unsqueeze(-1) * inputs.Values);
    }

    /// <summary>The rows of each sequence's last position, or those before where the sequence is empty.</summary>
    private static Tensor LastOf(Tensor x, Tensor? lengths, Tensor? before)
    {
        if (lengths is null)
        {
            return x.select(1, x.shape[1] - 1).clone();
        }

        var places = lengths.sub(Scalars.One).clamp_min(Scalars.Zero).view(-1, 1, 1, 1).expand(x.shape[0], 1, x.shape[2], x.shape[3]);
        var rows = x.gather(1, places).squeeze(1);
        var isEmpty = lengths.eq(Scalars.Zero).view(-1, 1, 1);
        return where(isEmpty, before ?? zeros_like(rows), rows);
    }

    private static void Check(in RotatingScanInputs inputs)
    {
        if (inputs.Values.dim() != 4 || inputs.Values.shape.Contains(0))
        {
            throw new ArgumentException(
                $"Values are [batch, length, heads, head size], none of them 0, not {SequenceShape.Text(inputs.Values)}.", nameof(inputs));
        }

        var (batch, length, heads, headSize) = (
            inputs.Values.shape[0], inputs.Values.shape[1], inputs.Values.shape[2], inputs.Values.shape[3]);
        var keys = inputs.Keys;
        if (keys.dim() != 4 || keys.shape[0] != batch || keys.shape[1] != length || keys.shape[2] < 1 || heads % keys.shape[2] != 0
            || !keys.shape.SequenceEqual(inputs.Queries.shape))
        {
            throw new ArgumentException(
                $"Queries and keys are [{batch}, {length}, groups, state] with groups that divide the {heads} heads, not "
                    + $"{SequenceShape.Text(inputs.Queries)} and {SequenceShape.Text(keys)}.",
                nameof(inputs));
        }

        var (state, rates) = (keys.shape[3], inputs.Rates);
        if (rates.dim() != 4 || rates.shape[0] != batch || rates.shape[1] != length || (rates.shape[2] != heads && rates.shape[2] != 1)
            || rates.shape[3] < 1 || 2 * rates.shape[3] > state)
        {
            throw new ArgumentException(
                $"Rates are [{batch}, {length}, {heads} or 1, angles] with at most {state / 2} angles, not {SequenceShape.Text(rates)}.",
                nameof(inputs));
        }

        SequenceShape.Require("Δ", inputs.Delta, batch, length, heads);
        SequenceShape.Require("the array of decays", inputs.LogDecay, batch, length, heads);
        SequenceShape.Require("λ", inputs.Weight, batch, length, heads);
        SequenceShape.Require("the queries' bias", inputs.QueryBias, heads, state);
        SequenceShape.Require("the keys' bias", inputs.KeyBias, heads, state);
        SequenceShape.Require("the state's angles", inputs.Initial?.Angles, batch, heads, rates.shape[3]);
        SequenceShape.Require("the state", inputs.Initial?.States, batch, heads, headSize, state);
        SequenceShape.Require("the state's keys", inputs.Initial?.Keys, batch, heads, state);
        SequenceShape.Require("the state's values", inputs.Initial?.Values, batch, heads, headSize);
    }

    /// <summary>What both passes share.</summary>
    /// <param name="Angles">θ, <c>[batch, length, heads, angles]</c>.</param>
    /// <param name="Queries">R q, <c>[batch, length, heads, state]</c>.</param>
    /// <param name="Keys">R k.</param>
    /// <param name="Own">λ_t Δ_t, <c>[batch, length, heads]</c>.</param>
    /// <param name="Later">(1 − λ_{t+1}) Δ_{t+1}; zero at the last position.</param>
    private readonly record struct Turned(Tensor Angles, Tensor Queries, Tensor Keys, Tensor Own, Tensor Later);
}
