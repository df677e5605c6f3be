using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The inputs of a selective scan (Mamba, arXiv 2312.00752; docs/models/mamba.md has the equation), for whole sequences.
/// <see cref="SelectiveScan.Step"/> takes the same tensors without the axis <c>length</c>. The tensors are borrowed.
/// </summary>
public readonly record struct SelectiveScanInputs
{
    /// <summary>Inputs, <c>[batch, length, features]</c>.</summary>
    public required Tensor U { get; init; }

    /// <summary>
    /// Step sizes Δ, or the numbers that Δ is computed from (<see cref="DeltaBias"/>, <see cref="Softplus"/>),
    /// <c>[batch, length, features]</c>.
    /// </summary>
    public required Tensor Delta { get; init; }

    /// <summary>The diagonal of the state matrix, <c>[features, state]</c>; complex elements represent conjugate pairs.</summary>
    public required Tensor A { get; init; }

    /// <summary>
    /// Input weights: <c>[batch, length, state]</c>, or <c>[batch, length, groups, state]</c> where every group of neighbouring features
    /// has its own, or <c>[features, state]</c> that do not change. Of the type of <see cref="A"/>.
    /// </summary>
    public required Tensor B { get; init; }

    /// <summary>Output weights, in one of the forms of <see cref="B"/>.</summary>
    public required Tensor C { get; init; }

    /// <summary>Added to Δ before anything else, <c>[features]</c>.</summary>
    public Tensor? DeltaBias { get; init; }

    /// <summary>Whether Δ goes through a softplus.</summary>
    public bool Softplus { get; init; }

    /// <summary>Weights of the input that skips the state, <c>[features]</c>.</summary>
    public Tensor? D { get; init; }

    /// <summary>Gate: outputs are multiplied by SiLU(z); like <see cref="U"/>.</summary>
    public Tensor? Z { get; init; }

    /// <summary>State before the first position, <c>[batch, features, state]</c>; null: zeros.</summary>
    public Tensor? Initial { get; init; }

    /// <summary>True lengths, int64 <c>[batch]</c>, from 0 to length: there the state stops. Null: nothing is padded.</summary>
    public Tensor? Lengths { get; init; }
}
