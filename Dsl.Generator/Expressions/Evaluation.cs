namespace SerpentDsl.Generator.Expressions;

/// <summary>What an expression gives.</summary>
/// <param name="Value">Its value; 0 when there is a fault.</param>
/// <param name="Fault">Why it has none, as the end of a sentence; else null.</param>
/// <param name="IsMalformed">Whether it can have none whatever the options are.</param>
internal readonly record struct Evaluation(long Value, string? Fault, bool IsMalformed);
