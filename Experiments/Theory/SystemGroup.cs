namespace SerpentDsl.Experiments.Theory;

/// <summary>Systems that are looked at together: one random one, or those of a layer.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Kind">What kind they are.</param>
/// <param name="Systems">The systems, of equal length.</param>
internal sealed record SystemGroup(string Name, string Kind, IReadOnlyList<SampledSystem> Systems);
