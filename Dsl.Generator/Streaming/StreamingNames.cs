namespace SerpentDsl.Generator.Streaming;

/// <summary>What the types of the streaming form are called in a generated file.</summary>
internal sealed record StreamingNames(string Layer, string State, string Input, string Model);
