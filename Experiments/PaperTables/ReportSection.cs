namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A table of text, for a terminal or for Markdown.</summary>
/// <param name="Title">The section's title.</param>
/// <param name="Headings">The table's columns.</param>
/// <param name="Rows">The table's rows.</param>
/// <param name="Note">A text below the table; null: none.</param>
internal sealed record ReportSection(
    string Title, IReadOnlyList<ReportHeading> Headings, IReadOnlyList<string[]> Rows, string? Note = null);
