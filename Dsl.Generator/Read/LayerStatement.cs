using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>What a layer class states of itself by attributes.</summary>
/// <param name="Parameters">Its <c>[LayerParameter]</c>s.</param>
/// <param name="Buffers">Its <c>[LayerBuffer]</c>s.</param>
/// <param name="States">Its <c>[LayerState]</c>s.</param>
/// <param name="Cost">The operations of a forward pass for each sequence, if stated.</param>
/// <param name="SharedCost">The operations of a forward pass for all sequences together, if stated.</param>
/// <param name="StepCost">The operations of a step, if stated.</param>
/// <param name="Kept">The bytes that it keeps for the backward pass, if stated.</param>
/// <param name="KeepsInput">Whether the backward pass needs its input.</param>
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
