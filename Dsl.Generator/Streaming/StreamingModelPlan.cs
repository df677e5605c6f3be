namespace SerpentDsl.Generator.Streaming;

/// <summary>The streaming form of a model around its blocks.</summary>
/// <param name="Input">The parameter that takes tokens or values.</param>
/// <param name="Pooling">The part of the state that pools; null for a model that answers at every position.</param>
/// <param name="Step">Its <c>Step</c>.</param>
/// <param name="Chunk">Its <c>Chunk</c>.</param>
internal sealed record StreamingModelPlan(string Input, StreamPart? Pooling, StreamMethod Step, StreamMethod Chunk);
