namespace SerpentDsl.Generator.Streaming;

/// <summary>The streaming form of a model, without that of its blocks.</summary>
/// <param name="Input">The parameter that takes tokens or values.</param>
/// <param name="Constants">Expression for the parameters that a state holds; empty for none.</param>
/// <param name="Answers">The constant with the width of an answer.</param>
/// <param name="Like">Expression for a parameter that has the type and device of an answer.</param>
/// <param name="Positions">The part of the state that counts positions; null for a model without positions.</param>
/// <param name="Pooling">The part of the state that pools; null for a model that answers at every position.</param>
/// <param name="Step">The method <c>Step</c> of the model.</param>
/// <param name="Chunk">The method <c>Chunk</c> of the model.</param>
internal sealed record StreamingModelPlan(
    string Input,
    string Constants,
    string Answers,
    string Like,
    StreamPart? Positions,
    StreamPart? Pooling,
    StreamMethod Step,
    StreamMethod Chunk);
