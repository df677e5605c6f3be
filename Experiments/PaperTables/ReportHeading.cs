namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A column of a report's table.</summary>
/// <param name="Text">The heading.</param>
/// <param name="IsNumber">Whether the column contains numbers.</param>
internal sealed record ReportHeading(string Text, bool IsNumber);
