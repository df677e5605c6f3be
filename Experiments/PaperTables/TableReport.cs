using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A table with our results.</summary>
/// <param name="Table">The table.</param>
/// <param name="Protocol">Name of the protocol of our runs.</param>
/// <param name="Cells">All cells, row by row.</param>
/// <param name="Comparisons">Models against their baselines, where both have runs.</param>
internal sealed record TableReport(
    ResultTable Table, Protocol Protocol, IReadOnlyList<ReportedCell> Cells, IReadOnlyList<PairComparison> Comparisons)
{
    /// <summary>The report's title.</summary>
    public string Title => Table.IsPrinted ? $"Table {Table.Name}: {Table.Title}" : Table.Title;

    /// <summary>Whether its models are language models.</summary>
    public bool IsLanguage => Cells.Any(cell => cell.IsLanguage);

    /// <summary>The first cell that a cell is compared with; null for a baseline's.</summary>
    public ReportedCell? BaselineOf(ReportedCell cell) =>
        Table.Rows.Single(row => row.Model == cell.Model).Baselines is [var baseline, ..] ? Find(Cells, baseline, cell.Column) : null;

    /// <summary>Finds the runs of every cell. If several runs have the same seed, the latest counts.</summary>
    public static TableReport Of(ResultTable table, Protocol protocol, IReadOnlyList<StoredRun> runs)
    {
        var finished = runs.Where(run => run.IsFinished).ToLookup(run => run.Recipe);
        ReportedCell[] cells = [.. table.Rows.SelectMany(
            row => table.Columns.Select((column, index) => Cell(row, column, row.Figures.ElementAtOrDefault(index))))];
        return new TableReport(table, protocol, cells, [.. Compare().OfType<PairComparison>()]);

        ReportedCell Cell(ResultRow row, string column, PaperFigures? paper)
        {
            var planned = protocol.Find(table.Name, row.Model, column);
            StoredRun[] own = planned is null
                ? []
                : [.. finished[planned.Recipe].GroupBy(run => run.Seed).Select(
                    seed => seed.MaxBy(run => run.Started)!).OrderBy(run => run.Seed)];
            return new ReportedCell(
                row.Model, column, paper, planned, own, planned is null ? [] : [.. protocol.Seeds.Except(own.Select(run => run.Seed))]);
        }

        IEnumerable<PairComparison?> Compare() =>
            from row in table.Rows
            from baseline in row.Baselines
            from column in table.Columns
            select PairComparison.Of(Find(cells, row.Model, column), Find(cells, baseline, column));
    }

    private static ReportedCell Find(IEnumerable<ReportedCell> cells, string model, string column) =>
        cells.Single(cell => cell.Model == model && cell.Column == column);
}
