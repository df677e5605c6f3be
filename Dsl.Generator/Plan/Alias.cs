namespace SerpentDsl.Generator.Plan;

/// <summary>A <c>using</c> alias of the generated file.</summary>
internal sealed record Alias(string Name, string Target);
