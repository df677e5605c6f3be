using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>The statements of a layer class's attributes.</summary>
/// <param name="Parameters">The <c>[LayerParameter]</c> attributes.</param>
/// <param name="Buffers">The <c>[LayerBuffer]</c> attributes.</param>
/// <param name="States">The <c>[LayerState]</c> attributes.</param>
/// <param name="Cost">The operations of a forward pass for each sequence, if stated.</param>
/// <param name="SharedCost">The operations of a forward pass for all sequences together, if stated.</param>
/// <param name="StepCost">The operations of a step, if stated.</param>
/// <param name="Kept">The bytes that the layer keeps for the backward pass, if stated.</param>
/// <param name="KeepsInput">Whether the backward pass needs the layer's input.</param>
/// <param name="ReceptiveField">The positions that an output depends on; null: all.</param>
internal sealed record LayerStatement(
    EquatableArray<TensorShape> Parameters,
    EquatableArray<TensorShape> Buffers,
    EquatableArray<TensorShape> States,
    string? Cost,
    string? SharedCost,
    string? StepCost,
    string? Kept,
    bool KeepsInput,
    string? ReceptiveField)
{
    /// <summary>Whether the class states nothing.</summary>
    public bool IsEmpty => Parameters.Count + Buffers.Count + States.Count == 0 && Cost is null && ReceptiveField is null;
}
