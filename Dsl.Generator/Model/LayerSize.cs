using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>What a layer holds and costs, for one sequence of the greatest length or one step.</summary>
/// <param name="Parameters">Its trainable parameters.</param>
/// <param name="Flops">Floating-point operations of one forward pass.</param>
internal readonly record struct LayerSize(long Parameters, long Flops)
{
    /// <summary>Every tensor of its <c>state_dict</c>.</summary>
    public EquatableArray<Weight> Weights { get; init; }

    /// <summary>Those of <see cref="Flops"/> that a forward pass does once, however many sequences it runs over.</summary>
    public long SharedFlops { get; init; }

    /// <summary>Floating-point operations of one step.</summary>
    public long StepFlops { get; init; }

    /// <summary>Bytes of its parameters that a step reads.</summary>
    public long StepReads { get; init; }

    /// <summary>Bytes of its state in the streaming form.</summary>
    public long StateBytes { get; init; }

    /// <summary>Bytes of its input when the backward pass needs it, else 0.</summary>
    public long KeptInput { get; init; }

    /// <summary>Bytes beside its input that it keeps for the backward pass.</summary>
    public long KeptWithin { get; init; }

    /// <summary>Positions that an output depends on; null: all.</summary>
    public long? ReceptiveField { get; init; }
}
