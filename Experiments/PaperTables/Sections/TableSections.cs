namespace SerpentDsl.Experiments.PaperTables.Sections;

/// <summary>The sections of a report, each a table of text.</summary>
internal static class TableSections
{
    /// <summary>The table with our figures, what they cost, comparisons, the runs they come from, and what is missing.</summary>
    /// <param name="report">The report.</param>
    /// <param name="protocolArgument">The protocol's name or file, as given on the command line.</param>
    public static IEnumerable<ReportSection> Of(TableReport report, string protocolArgument)
    {
        yield return report.IsLanguage ? LanguageSection.Of(report) : AccuracySection.Of(report);
        if (report.Comparisons.Count > 0)
        {
            yield return ComparisonSection.Of(report);
        }

        if (report.Cells.Any(cell => cell.Runs.Count > 0))
        {
            yield return CostSection.Of(report);
            yield return RunsSection.Of(report);
        }

        if (report.Cells.Any(cell => cell.Protocol is null || cell.Missing.Count > 0))
        {
            yield return MissingSection.Of(report, protocolArgument);
        }
    }
}
