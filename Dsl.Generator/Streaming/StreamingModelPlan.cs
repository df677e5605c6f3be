namespace SerpentDsl.Generator.Streaming;

/// <summary>The streaming form of a model around its blocks.</summary>
/// <param name="Input">The parameter that takes tokens or values.</param>
/// <param name="Constants">What a state holds of the parameters; empty for nothing.</param>
/// <param name="Answers">The constant that says how wide an answer is.</param>
/// <param name="Like">A parameter whose type and device an answer has.</param>
/// <param name="Pooling">The part of the state that pools; null for a model that answers at every position.</param>
/// <param name="Step">Its <c>Step</c>.</param>
/// <param name="Chunk">Its <c>Chunk</c>.</param>
internal sealed record StreamingModelPlan(
    string Input, string Constants, string Answers, string Like, StreamPart? Pooling, StreamMethod Step, StreamMethod Chunk);
