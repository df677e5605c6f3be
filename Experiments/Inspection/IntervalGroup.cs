namespace SerpentDsl.Experiments.Inspection;

/// <summary>The intervals of a token, or of a group of tokens, at all its places.</summary>
/// <param name="Name">The token or the group.</param>
/// <param name="Count">Number of places.</param>
/// <param name="Mean">Mean of Δ/ρ.</param>
/// <param name="Deviation">Standard deviation of Δ/ρ.</param>
internal sealed record IntervalGroup(string Name, long Count, double Mean, double Deviation);
