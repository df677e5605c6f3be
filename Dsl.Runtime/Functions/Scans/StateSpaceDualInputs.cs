using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The inputs of a Mamba-2 scan (arXiv 2405.21060; docs/models/mamba.md), for whole sequences. <see cref="StateSpaceDual.Step"/> takes the
/// same tensors without the axis <c>length</c>. Head h uses group h / (heads / groups). The tensors are borrowed.
/// </summary>
public readonly record struct StateSpaceDualInputs
{
    /// <summary>Inputs, <c>[batch, length, heads, head size]</c>.</summary>
    public required Tensor X { get; init; }

    /// <summary>Numbers that the step sizes are computed from, softplus(Δ + bias), <c>[batch, length, heads]</c>.</summary>
    public required Tensor Delta { get; init; }

    /// <summary>A of every head, negative, <c>[heads]</c>.</summary>
    public required Tensor A { get; init; }

    /// <summary>Input weights, <c>[batch, length, groups, state]</c>.</summary>
    public required Tensor B { get; init; }

    /// <summary>Output weights, <c>[batch, length, groups, state]</c>.</summary>
    public required Tensor C { get; init; }

    /// <summary>Added to Δ before the softplus, <c>[heads]</c>.</summary>
    public Tensor? DeltaBias { get; init; }

    /// <summary>Limits of the step sizes. Unset: 0 and infinity.</summary>
    public (double Least, double Greatest)? DeltaLimits { get; init; }

    /// <summary>Weights of the input that skips the state, <c>[heads]</c> or <c>[heads, head size]</c>.</summary>
    public Tensor? D { get; init; }

    /// <summary>Gate: outputs are multiplied by SiLU(z); like <see cref="X"/>.</summary>
    public Tensor? Z { get; init; }

    /// <summary>State before the first position, <c>[batch, heads, head size, state]</c>; null: zeros.</summary>
    public Tensor? Initial { get; init; }

    /// <summary>True lengths, int64 <c>[batch]</c>, from 0 to length: there the state stops. Null: nothing is padded.</summary>
    public Tensor? Lengths { get; init; }
}
