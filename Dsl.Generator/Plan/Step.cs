using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>One step of a forward pass.</summary>
/// <param name="Result">The variable that the step makes and the method owns; null for a statement that makes none.</param>
/// <param name="Code">The expression of the value, or the statement.</param>
/// <param name="Reads">The variables that the step reads.</param>
/// <param name="Margin">The comment in the margin: shapes, or a reason.</param>
/// <param name="Heading">The comment line above the step; empty for none.</param>
internal sealed record Step(string? Result, string Code, EquatableArray<string> Reads, string Margin, string Heading = "");
