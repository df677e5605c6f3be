namespace SerpentDsl.Generator.Model;

/// <summary>The cost of one sequence in the streaming form.</summary>
/// <param name="StepFlops">Operations of a step.</param>
/// <param name="StepBytes">Bytes that a step moves.</param>
/// <param name="StateBytes">Bytes of the state.</param>
internal sealed record StreamingFacts(long StepFlops, long StepBytes, long StateBytes);
