namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A report as programs read it.</summary>
/// <param name="Table">The table's number.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Protocol">How ours is filled.</param>
/// <param name="Cells">All cells, row by row.</param>
/// <param name="Comparisons">Models against their baselines.</param>
internal sealed record TableJson(
    int Table, string Title, string Protocol, IReadOnlyList<CellJson> Cells, IReadOnlyList<PairComparison> Comparisons)
{
    public static TableJson Of(TableReport report) => new(
        report.Table.Number, report.Table.Title, report.Protocol.Name, [.. report.Cells.Select(CellJson.Of)], report.Comparisons);
}
