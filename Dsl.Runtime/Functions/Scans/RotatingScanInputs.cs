using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The inputs of the recurrence of Mamba-3 (<see cref="RotatingScan"/>) over whole sequences. Head h uses group h / (heads / groups). The
/// tensors are borrowed.
/// </summary>
public readonly record struct RotatingScanInputs
{
    /// <summary>C after its norm, <c>[batch, length, groups, state]</c>: what the state is read with.</summary>
    public required Tensor Queries { get; init; }

    /// <summary>B after its norm, of the same shape: what enters the state.</summary>
    public required Tensor Keys { get; init; }

    /// <summary>Added to the queries of every head, <c>[heads, state]</c>.</summary>
    public required Tensor QueryBias { get; init; }

    /// <summary>Added to the keys of every head, <c>[heads, state]</c>.</summary>
    public required Tensor KeyBias { get; init; }

    /// <summary>x, <c>[batch, length, heads, head size]</c>.</summary>
    public required Tensor Values { get; init; }

    /// <summary>Δ, not negative, <c>[batch, length, heads]</c>; zero at padded positions.</summary>
    public required Tensor Delta { get; init; }

    /// <summary>A · Δ, not positive, <c>[batch, length, heads]</c>; zero at padded positions.</summary>
    public required Tensor LogDecay { get; init; }

    /// <summary>
    /// λ, from 0 to 1, <c>[batch, length, heads]</c>: the weight of a position's own input against the one before (trapezoidal rule).
    /// </summary>
    public required Tensor Weight { get; init; }

    /// <summary>
    /// Rates of rotation, before π·tanh, <c>[batch, length, heads or 1, angles]</c>. Angle i turns the numbers 2i and 2i + 1 of the state.
    /// </summary>
    public required Tensor Rates { get; init; }

    /// <summary>The state before the first position; null: zeros.</summary>
    public RotatingScanState? Initial { get; init; }

    /// <summary>True lengths, int64 <c>[batch]</c>, from 0 to length: there the state stops. Null: nothing is padded.</summary>
    public Tensor? Lengths { get; init; }
}
