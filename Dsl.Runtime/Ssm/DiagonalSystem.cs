using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// A discretised diagonal system, x_n ← ā_n x_n + b̄_n u, y = 2 Re Σ_n C_n x_n, and what S4D computes from it (arXiv 2206.11893).
/// Complex128; its tensors belong to the dispose scope that it is made in.
/// </summary>
/// <param name="Exponents">ln ā, <c>[features, modes]</c>.</param>
/// <param name="Input">b̄, <c>[1, features, modes]</c>.</param>
/// <param name="Output">C, <c>[channels, features, modes]</c>.</param>
internal sealed record DiagonalSystem(Tensor Exponents, Tensor Input, Tensor Output)
{
    /// <summary>Discretises x' = a x + b u.</summary>
    /// <param name="rule">The discretisation rule.</param>
    /// <param name="a">a, <c>[features, modes]</c>.</param>
    /// <param name="delta">Δ, float64 <c>[features, 1]</c>, or <c>[features, modes]</c> where each mode has its own.</param>
    /// <param name="input">b, <c>[1, features, modes]</c>; null: 1.</param>
    /// <param name="output">C, <c>[channels, features, modes]</c>.</param>
    public static DiagonalSystem Discretise(Discretisation rule, Tensor a, Tensor delta, Tensor? input, Tensor output)
    {
        Tensor step = a * delta, half = step / Scalars.Two, below = half.neg().Plus(1);
        var (exponents, gain) = rule switch
        {
            Discretisation.ZeroOrderHold => (step, (step.exp() - Scalars.One) / a),
            Discretisation.Bilinear => (half.Plus(1).log() - below.log(), delta / below),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "There is no such discretisation."),
        };
        return new DiagonalSystem(exponents, input is null ? gain.unsqueeze(0) : input * gain, output);
    }

    /// <summary>The convolution kernel, k_l = 2 Re Σ_n C_n b̄_n ā_n^l, and what an initial state adds to the outputs.</summary>
    /// <param name="length">Number of taps.</param>
    /// <param name="state">Complex <c>[batch, features, modes]</c>, or null.</param>
    /// <param name="type">Type of the results.</param>
    /// <returns><c>[channels, features, length]</c> and, with a state, <c>[batch, channels, features, length]</c>; owned by the
    /// caller.</returns>
    public (Tensor Kernel, Tensor? FromState) Kernel(long length, Tensor? state, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var input = state is null ? Input : cat([state.to(ScalarType.ComplexFloat64) * Exponents.exp(), Input], 0);
        var (inputs, channels, features) = (input.shape[0], Output.shape[0], Output.shape[1]);
        var coefficients = (input.unsqueeze(1) * Output).reshape(inputs * channels, features, -1);
        var all = Vandermonde.Sum(coefficients, Exponents, length, type).reshape(inputs, channels, features, length);
        var kernel = all.select(0, inputs - 1).MoveToOuterDisposeScope();
        return (kernel, state is null ? null : all.narrow(0, 0, inputs - 1).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// k ∗ u + D u by the recurrence of every mode; with two channels of outputs, the second channel is the kernel for the inputs after a
    /// position.
    /// </summary>
    /// <param name="u">Inputs, float32 <c>[batch, length, features]</c> on the CPU.</param>
    /// <param name="skip">D, <c>[1, features]</c>.</param>
    /// <returns><c>[batch, length, 1, features]</c>, owned by the caller.</returns>
    public Tensor Convolve(Tensor u, Tensor skip)
    {
        using var scope = NewDisposeScope();
        return ModeConvolution.Apply(u, Exponents, Scalars.Two * (Input * Output), skip).MoveToOuterDisposeScope();
    }

    /// <summary>The state after a piece, ā^len s + Σ_l ā^{len−1−l} b̄ u_l.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths from 0 to the padded length, or null.</param>
    /// <param name="state">Complex <c>[batch, features, modes]</c>.</param>
    /// <returns>Of the state's shape and type, owned by the caller.</returns>
    public Tensor Next(Tensor u, Tensor? lengths, Tensor state)
    {
        using var scope = NewDisposeScope();
        var aligned = SequenceAlignment.AtEnd(u, lengths);
        var elapsed = lengths is null
            ? Exponents * Scalars.Of(u.shape[1])
            : Exponents * lengths.to(ScalarType.Float64).view(-1, 1, 1);
        var next = (elapsed.exp() * state.to(ScalarType.ComplexFloat64)).Plus(Input * Vandermonde.Project(aligned, Exponents));
        return next.to(state.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>The system as a recurrence.</summary>
    /// <param name="type">Complex type of the recurrence.</param>
    /// <returns>Owned by the caller.</returns>
    public StateSpaceRecurrence Recurrence(ScalarType type)
    {
        using var scope = NewDisposeScope();
        return new DiagonalRecurrence(
        [
            Exponents.exp().to(type).DetachFromDisposeScope(),
            Input.squeeze(0).to(type).clone().DetachFromDisposeScope(),
            (Scalars.Two * Output).to(type).DetachFromDisposeScope(),
        ]);
    }
}
