using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>The inputs of a <see cref="GateLoopScan"/> over whole sequences. The tensors are borrowed.</summary>
public readonly record struct GateLoopScanInputs
{
    /// <summary>q, <c>[batch, length, heads, key size]</c>.</summary>
    public required Tensor Queries { get; init; }

    /// <summary>k, of the same shape; zero at padded positions.</summary>
    public required Tensor Keys { get; init; }

    /// <summary>v, <c>[batch, length, heads, value size]</c>.</summary>
    public required Tensor Values { get; init; }

    /// <summary>
    /// log |a|: one per head, <c>[batch, length, heads]</c>, or one per row of the state, <c>[batch, length, heads, key size]</c>. Zero at
    /// padded positions.
    /// </summary>
    public required Tensor LogMagnitudes { get; init; }

    /// <summary>The gates' phases in radians, of the magnitudes' shape, zero at padded positions; null: gates are real.</summary>
    public Tensor? Phases { get; init; }

    /// <summary>The signs of real gates, 1 or −1, of the magnitudes' shape; null: positive. Only without phases.</summary>
    public Tensor? Signs { get; init; }

    /// <summary>
    /// States before the first position, <c>[batch, heads, parts, key size, value size]</c>: the real and the imaginary part of h, or the
    /// real part alone where gates are real. Null: zeros.
    /// </summary>
    public Tensor? Initial { get; init; }
}
