namespace SerpentDsl.Specs;

/// <summary>What one sequence costs in the streaming form, in float32.</summary>
/// <param name="StepFlops">Floating-point operations of a step, at most.</param>
/// <param name="StepBytes">Bytes that a step moves: the parameters that it reads, the state read and written.</param>
/// <param name="StateBytes">Bytes of the state.</param>
public sealed record StreamingFacts(long StepFlops, long StepBytes, long StateBytes);
