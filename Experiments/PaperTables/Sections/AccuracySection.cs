using SerpentDsl.Experiments.Datasets;

namespace SerpentDsl.Experiments.PaperTables.Sections;

/// <summary>Accuracies of models that classify, beside the paper's.</summary>
internal static class AccuracySection
{
    public static ReportSection Of(TableReport report)
    {
        var isPrinted = report.Table.IsPrinted;
        IReadOnlyList<string> columns = [.. report.Table.Columns, "average"];
        return new ReportSection(
            report.Title,
            [new("model", false), .. columns.SelectMany(Headings)],
            [.. report.Table.Rows.Select(row => Row(report, row, isPrinted)), .. WithoutModel(report, isPrinted)],
            $"Ours: mean over the seeds; {ReportText.Interval}; for a single seed that of its n test rows, 1.96 √(p(1 − p)/n). "
            + $"{string.Join(' ', report.Table.Notes)}");

        IEnumerable<ReportHeading> Headings(string column) =>
            isPrinted ? [new($"{column}, paper", true), new("ours", true)] : [new(column, true)];
    }

    private static string[] Row(TableReport report, ResultRow row, bool isPrinted)
    {
        ReportedCell[] cells = [.. report.Cells.Where(cell => cell.Model == row.Model)];
        double?[] paper = [.. cells.Select(cell => (cell.Paper as PaperAccuracy)?.Percent)];
        SampleMean?[] ours = [.. cells.Select(cell => cell.Accuracy)];
        var average = ours.All(mean => mean is not null) ? ReportText.Percent(ours.Average(mean => mean!.Value)) : ReportText.Nothing;
        return
        [
            row.Model,
            .. paper.Zip(ours).SelectMany(pair => Both(pair.First, ReportText.Percent(pair.Second))),
            .. Both(paper.All(value => value is not null) ? paper.Average() : null, average),
        ];

        string[] Both(double? printed, string own) =>
            isPrinted ? [printed is { } value ? ReportText.Fixed(value, 2) : ReportText.Nothing, own] : [own];
    }

    // What a rule without parameters reaches: below it a model has learned nothing.
    private static IEnumerable<string[]> WithoutModel(TableReport report, bool isPrinted)
    {
        Baseline?[] rules =
        [
            .. report.Table.Columns.Select(column => report.Cells
                .Where(cell => cell.Column == column)
                .SelectMany(cell => cell.Runs)
                .SelectMany(run => run.Baselines)
                .Where(rule => rule.Accuracy is not null)
                .MaxBy(rule => rule.Accuracy)),
        ];
        if (rules.All(rule => rule is null))
        {
            yield break;
        }

        yield return
        [
            "best rule, validation rows",
            .. rules.SelectMany(rule => Cell(
                rule is null ? ReportText.Nothing : $"{ReportText.Percent(rule.Accuracy!.Value)} ({rule.Name})")),
            .. Cell(ReportText.Nothing),
        ];

        string[] Cell(string own) => isPrinted ? [ReportText.Nothing, own] : [own];
    }
}
