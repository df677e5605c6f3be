using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The recurrence of GateLoop (arXiv 2311.01927): h_l = a_l ⊙ h_{l−1} + k_l v_lᵀ with gates a = |a| e^{iβ}, y_l = Re(h_lᵀ q_l) for every
/// head. Exact, once differentiable, on any device.
/// </summary>
/// <remarks>
/// Only the difference of two positions' phases matters in y, and cos(Θ_l − Θ_s) = cos Θ_l cos Θ_s + sin Θ_l sin Θ_s. So a complex gate is
/// a <see cref="LinearAttention"/> with the magnitudes as decays and with queries and keys of twice the size, multiplied by the cosines
/// and the sines of the summed phases.
/// </remarks>
public static class GateLoopScan
{
    /// <summary>Scans whole sequences.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <returns>Outputs <c>[batch, length, heads, value size]</c> and the states after the last position, as
    /// <see cref="GateLoopScanInputs.Initial"/>; both owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static (Tensor Output, Tensor LastState) Apply(in GateLoopScanInputs inputs)
    {
        Check(inputs);
        using var scope = NewDisposeScope();
        var turned = Turn(inputs);
        var parts = inputs.Phases is null ? 1 : 2;
        var (output, state) = IsElementwise(inputs)
            ? Elementwise(inputs, turned, parts)
            : LinearAttention.Apply(Attention(inputs, turned, parts));
        return (output.MoveToOuterDisposeScope(), TurnedBack(state, turned, parts).MoveToOuterDisposeScope());
    }

    /// <summary>Scans whole sequences whose last states nobody reads.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <returns>Outputs as of <see cref="Apply"/>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static Tensor Output(in GateLoopScanInputs inputs)
    {
        Check(inputs);
        using var scope = NewDisposeScope();
        var turned = Turn(inputs);
        var parts = inputs.Phases is null ? 1 : 2;
        var output = IsElementwise(inputs)
            ? Elementwise(inputs, turned, parts).Output
            : LinearAttention.Output(Attention(inputs, turned, parts));
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>Whether a head's state is one number, so that a head would fill one lane of a register.</summary>
    private static bool IsElementwise(in GateLoopScanInputs inputs) => inputs.Keys.shape[3] == 1 && inputs.Values.shape[3] == 1;

    private static Turned Turn(in GateLoopScanInputs inputs)
    {
        if (inputs.Phases is { } phases)
        {
            // Summed in float64 and reduced: over a long sequence a float32 sum would lose the digits of the angle.
            var sums = PerKey(phases).to(ScalarType.Float64).cumsum(1);
            var angles = sums.remainder(Scalars.Of(2 * Math.PI)).to(phases.dtype);
            var (cosine, sine) = (angles.cos(), angles.sin());
            return new Turned(
                cat([inputs.Queries * cosine, inputs.Queries * sine], -1),
                cat([inputs.Keys * cosine, inputs.Keys * sine], -1),
                cosine,
                sine);
        }

        if (inputs.Signs is { } signs)
        {
            var products = PerKey(signs).cumprod(1);
            return new Turned(inputs.Queries * products, inputs.Keys * products, products, null);
        }

        return new Turned(inputs.Queries, inputs.Keys, null, null);
    }

    private static LinearAttentionInputs Attention(in GateLoopScanInputs inputs, in Turned turned, int parts)
    {
        var logs = inputs.LogMagnitudes;
        return new LinearAttentionInputs
        {
            Queries = turned.Queries,
            Keys = turned.Keys,
            Values = inputs.Values,
            LogDecays = parts == 2 && logs.dim() == 4 ? cat([logs, logs], -1) : logs,
            Initial = inputs.Initial is { } initial ? Signed(initial, parts).flatten(2, 3) : null,
        };
    }

    /// <summary>States of one number each are channels of a recurrence that acts element by element.</summary>
    private static (Tensor Output, Tensor State) Elementwise(in GateLoopScanInputs inputs, in Turned turned, int parts)
    {
        var driven = turned.Keys * inputs.Values;
        var factors = inputs.LogMagnitudes.exp().reshape([.. driven.shape[..3], 1]).expand(driven.shape);
        var before = inputs.Initial is { } initial
            ? Signed(initial, parts).flatten(2)
            : zeros([driven.shape[0], driven.shape[2], driven.shape[3]], driven.dtype, driven.device);
        var states = TimeVaryingScan.Apply(factors, driven, before);
        var output = (states * turned.Queries).sum([-1], keepdim: true);
        return (output, states.select(1, states.shape[1] - 1).unsqueeze(-1));
    }

    // h = e^{iΘ} (C − iS), where the attention has C and S in its rows; Θ is zero before the first position.
    private static Tensor Signed(Tensor initial, int parts) =>
        parts == 1 ? initial : cat([initial.narrow(2, 0, 1), initial.narrow(2, 1, 1).neg()], 2);

    private static Tensor TurnedBack(Tensor state, in Turned turned, int parts)
    {
        var rows = state.unflatten(2, parts, state.shape[2] / parts);
        if (turned.Cosine is not { } all)
        {
            return rows.alias();
        }

        var cosine = Last(all);
        if (turned.Sine is not { } sines)
        {
            return rows * cosine.unsqueeze(2);
        }

        var (sine, real, imaginary) = (Last(sines), rows.select(2, 0), rows.select(2, 1));
        return stack([(cosine * real).Plus(sine * imaginary), (sine * real) - (cosine * imaginary)], 2);

        static Tensor Last(Tensor x) => x.select(1, x.shape[1] - 1).unsqueeze(-1);
    }

    private static Tensor PerKey(Tensor gates) => gates.dim() == 3 ? gates.unsqueeze(-1) : gates;

    private static void Check(in GateLoopScanInputs inputs)
    {
        var keys = inputs.Keys;
        if (keys.dim() != 4 || keys.shape.Contains(0))
        {
            throw new ArgumentException(
                $"Keys are [batch, length, heads, key size], none of them 0, not {SequenceShape.Text(keys)}.", nameof(inputs));
        }

        var (batch, length, heads, keySize) = (keys.shape[0], keys.shape[1], keys.shape[2], keys.shape[3]);
        SequenceShape.Require("the array of queries", inputs.Queries, keys.shape);
        if (inputs.Values.dim() != 4 || !inputs.Values.shape[..3].SequenceEqual(keys.shape[..3]) || inputs.Values.shape[3] < 1)
        {
            throw new ArgumentException(
                $"Values are [{batch}, {length}, {heads}, value size], not {SequenceShape.Text(inputs.Values)}.", nameof(inputs));
        }

        var gates = inputs.LogMagnitudes;
        SequenceShape.Require(
            "the array of magnitudes", gates, gates.dim() == 4 ? [batch, length, heads, keySize] : [batch, length, heads]);
        SequenceShape.Require("the array of phases", inputs.Phases, gates.shape);
        SequenceShape.Require("the array of signs", inputs.Signs, gates.shape);
        if (inputs.Phases is not null && inputs.Signs is not null)
        {
            throw new ArgumentException("A gate has a phase or a sign, not both; leave one of them out.", nameof(inputs));
        }

        SequenceShape.Require(
            "the state", inputs.Initial, batch, heads, inputs.Phases is null ? 1 : 2, keySize, inputs.Values.shape[3]);
    }

    /// <summary>Queries and keys in the frame of the summed phases.</summary>
    /// <param name="Queries"><c>[batch, length, heads, parts · key size]</c>.</param>
    /// <param name="Keys">Of the same shape.</param>
    /// <param name="Cosine">Cosines of the summed phases, or products of signs, <c>[batch, length, heads, key size or 1]</c>.</param>
    /// <param name="Sine">Sines; null where gates are real.</param>
    private readonly record struct Turned(Tensor Queries, Tensor Keys, Tensor? Cosine, Tensor? Sine);
}
