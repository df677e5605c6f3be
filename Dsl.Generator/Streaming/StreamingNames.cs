namespace SerpentDsl.Generator.Streaming;

/// <summary>The names by which a generated file refers to the types of the streaming form.</summary>
internal sealed record StreamingNames(string State, string Input, string Step, string Model, string Scalars);
