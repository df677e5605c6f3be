using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>One step of a forward pass.</summary>
/// <param name="Result">The value that it makes, which the method owns; null for a statement that makes none.</param>
/// <param name="Code">The expression of the value, or the statement.</param>
/// <param name="Reads">The values that it uses.</param>
/// <param name="Margin">What the margin says: shapes, or a reason.</param>
/// <param name="Heading">A comment above it; empty for none.</param>
internal sealed record Step(string? Result, string Code, EquatableArray<string> Reads, string Margin, string Heading = "");
