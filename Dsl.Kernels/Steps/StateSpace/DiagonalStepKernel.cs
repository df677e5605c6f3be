using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// One position of every sequence through a diagonal system from all features to all features, x ← Λ x + B u, y = C x + D ∘ u, and a GELU:
/// products by rows, with complex numbers as pairs of floats. The state changes in place.
/// </summary>
internal unsafe struct DiagonalStepKernel : ILaneKernel
{
    /// <summary>Sequences.</summary>
    public int Batch;

    /// <summary>Features.</summary>
    public int Features;

    /// <summary>Floats of a state, two for each mode.</summary>
    public int Floats;

    /// <summary>The position, <c>[batch, features]</c>.</summary>
    public float* Inputs;

    /// <summary>Λ, <c>[floats]</c>.</summary>
    public float* Transition;

    /// <summary>B, <c>[floats, features]</c>, and C as a real matrix, <c>[features, floats]</c>.</summary>
    public float* B, C;

    /// <summary>Skip weights D, <c>[features]</c>.</summary>
    public float* Skip;

    /// <summary>GELU of the outputs.</summary>
    public StepGelu Gelu;

    /// <summary>The states, <c>[batch, floats]</c>.</summary>
    public float* States;

    /// <summary>Results, <c>[batch, features]</c>.</summary>
    public float* Outputs;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var packed = Math.Max(
            StepProjection<TLanes, RowStore>.PackedSize(Batch, Features), StepProjection<TLanes, RowStore>.PackedSize(Batch, Floats));
        var driven = Scratch.Floats(((long)Batch * Floats) + packed);
        var room = driven + ((nint)Batch * Floats);
        StepProjection<TLanes, RowStore>.Run(B, null, Inputs, room, Batch, Features, Floats, new RowStore(driven, Floats));
        for (nint sequence = 0; sequence < Batch; sequence++)
        {
            var state = States + (sequence * Floats);
            ComplexRows<TLanes>.Multiply(Transition, state, state, Floats);
            LaneRows<TLanes>.Add(state, driven + (sequence * Floats), Floats);
        }

        StepProjection<TLanes, SkipStore>.Run(
            C, null, States, room, Batch, Floats, Features, new SkipStore(Outputs, Inputs, Skip, Features));
        if (Gelu != StepGelu.None)
        {
            StepGelus<TLanes>.Run(Gelu, Outputs, Outputs, (long)Batch * Features);
        }
    }
}
