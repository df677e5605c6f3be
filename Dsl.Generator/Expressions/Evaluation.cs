namespace SerpentDsl.Generator.Expressions;

/// <summary>The result of evaluating an expression.</summary>
/// <param name="Value">The value of the expression; 0 when there is a fault.</param>
/// <param name="Fault">Why the expression has no value, as the end of a sentence; null when it has one.</param>
/// <param name="IsMalformed">Whether the expression has no value for any options.</param>
internal readonly record struct Evaluation(long Value, string? Fault, bool IsMalformed);
