using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>The inputs of a <see cref="LinearAttention"/> over whole sequences. The tensors are borrowed.</summary>
public readonly record struct LinearAttentionInputs
{
    /// <summary>q, <c>[batch, length, groups, key size]</c>. Head h uses group h / (heads / groups).</summary>
    public required Tensor Queries { get; init; }

    /// <summary>k, of the same shape.</summary>
    public required Tensor Keys { get; init; }

    /// <summary>v, <c>[batch, length, heads, value size]</c>.</summary>
    public required Tensor Values { get; init; }

    /// <summary>
    /// Logarithms of the decays: one per head, <c>[batch, length, heads]</c>, or one per row of the state,
    /// <c>[batch, length, heads, key size]</c>. Not positive in a stable recurrence.
    /// </summary>
    public required Tensor LogDecays { get; init; }

    /// <summary>States before the first position, <c>[batch, heads, key size, value size]</c>; null: zeros.</summary>
    public Tensor? Initial { get; init; }
}
