namespace SerpentDsl.Generator.Streaming;

/// <summary>One part of a state.</summary>
/// <param name="Name">The module to which the part belongs.</param>
/// <param name="Creation">Expression that creates the part.</param>
internal sealed record StreamPart(string Name, string Creation);
