namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A table of text, for a terminal or for Markdown.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Headings">Its columns.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Note">What is to be said below; null for nothing.</param>
internal sealed record ReportSection(
    string Title, IReadOnlyList<ReportHeading> Headings, IReadOnlyList<string[]> Rows, string? Note = null);
