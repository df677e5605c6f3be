namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A table with our results, for JSON output.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Title">Title of the table.</param>
/// <param name="Protocol">Name of the protocol of our runs.</param>
/// <param name="Cells">All cells, row by row.</param>
/// <param name="Comparisons">Models against their baselines.</param>
internal sealed record TableJson(
    string Table, string Title, string Protocol, IReadOnlyList<CellJson> Cells, IReadOnlyList<PairComparison> Comparisons)
{
    public static TableJson Of(TableReport report) => new(
        report.Table.Name, report.Table.Title, report.Protocol.Name, [.. report.Cells.Select(CellJson.Of)], report.Comparisons);
}
