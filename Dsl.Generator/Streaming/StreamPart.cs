namespace SerpentDsl.Generator.Streaming;

/// <summary>One part of a state.</summary>
/// <param name="Name">The module that it belongs to.</param>
/// <param name="Creation">Expression that makes it.</param>
internal sealed record StreamPart(string Name, string Creation);
