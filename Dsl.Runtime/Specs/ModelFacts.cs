namespace SerpentDsl.Specs;

/// <summary>What a whole model costs. <c>docs/reference/facts.md</c> defines each figure and says how it is checked.</summary>
/// <param name="TrainingFlops">Floating-point operations per token in training at the greatest length: three times those of a forward
/// pass.</param>
/// <param name="TrainingBytes">Bytes per token that a forward pass keeps for the backward pass, at the greatest length, in float32.</param>
/// <param name="ReceptiveField">Number of input positions that one output position of the last block depends on, in evaluation; null: the
/// whole sequence.</param>
/// <param name="Streaming">The costs of the streaming form; null when there is none.</param>
public sealed record ModelFacts(long TrainingFlops, long TrainingBytes, long? ReceptiveField, StreamingFacts? Streaming)
{
    /// <summary>For a model that was not generated: nothing is known.</summary>
    public static ModelFacts Unknown { get; } = new(0, 0, null, null);
}
