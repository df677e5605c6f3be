namespace SerpentDsl.Experiments.Theory;

/// <summary>Systems that are summarised together: one random system, or all systems of a layer.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Kind">Kind of the systems.</param>
/// <param name="Systems">The systems, with sequences of equal length.</param>
internal sealed record SystemGroup(string Name, string Kind, IReadOnlyList<SampledSystem> Systems);
