namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A column of a report's table.</summary>
/// <param name="Text">What stands above.</param>
/// <param name="IsNumber">Whether it holds numbers.</param>
internal sealed record ReportHeading(string Text, bool IsNumber);
