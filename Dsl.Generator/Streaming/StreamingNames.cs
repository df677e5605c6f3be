namespace SerpentDsl.Generator.Streaming;

/// <summary>What the types of the streaming form are called in a generated file.</summary>
internal sealed record StreamingNames(string State, string Input, string Step, string Model, string Scalars);
