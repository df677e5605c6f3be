using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>Tensors and cost of a layer, for one sequence of the greatest length or for one step.</summary>
/// <param name="Parameters">The number of trainable parameters of the layer.</param>
/// <param name="Flops">Floating-point operations of one forward pass.</param>
internal readonly record struct LayerSize(long Parameters, long Flops)
{
    /// <summary>All tensors of the layer's <c>state_dict</c>.</summary>
    public EquatableArray<Weight> Weights { get; init; }

    /// <summary>The part of <see cref="Flops"/> that a forward pass does once for all sequences of a batch.</summary>
    public long SharedFlops { get; init; }

    /// <summary>Floating-point operations of one step.</summary>
    public long StepFlops { get; init; }

    /// <summary>Bytes of the layer's parameters that a step reads.</summary>
    public long StepReads { get; init; }

    /// <summary>Bytes of the layer's state in the streaming form.</summary>
    public long StateBytes { get; init; }

    /// <summary>Bytes of the layer's input if the backward pass needs the input, else 0.</summary>
    public long KeptInput { get; init; }

    /// <summary>Bytes that the layer keeps for the backward pass, without its input.</summary>
    public long KeptWithin { get; init; }

    /// <summary>Positions that an output depends on; null: all.</summary>
    public long? ReceptiveField { get; init; }
}
