using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.PaperTables.Sections;

/// <summary>Accuracy against what it costs: parameters, declared operations, measured seconds.</summary>
internal static class CostSection
{
    public static ReportSection Of(TableReport report) => new(
        "Accuracy against cost",
        [
            new("cell", false), new("accuracy", true), new("parameters", true), new("of the baseline's", true),
            new("forward pass, declared", true), new("of the baseline's", true), new("training, measured", true),
            new("of the baseline's", true),
        ],
        [.. report.Cells.Where(cell => cell.Runs.Count > 0).Select(cell => Row(cell, report.BaselineOf(cell)))],
        "Declared: floating-point operations for one sequence of the greatest length. Measured: seconds of a whole training with its "
        + "evaluations, mean over the seeds; the runs were not taken in turns, so that small differences may be the machine's.");

    private static string[] Row(ReportedCell cell, ReportedCell? baseline)
    {
        var other = baseline is { Runs.Count: > 0 } ? baseline : null;
        return
        [
            $"{cell.Model} {cell.Column}",
            ReportText.Percent(cell.Accuracy),
            Figures.Count(cell.Runs[0].Parameters),
            Ratio(Parameters),
            Operations(cell) is { } operations ? Figures.Quantity(operations, "FLOP") : ReportText.Nothing,
            Ratio(Operations),
            Figures.Duration(Seconds(cell)!.Value),
            Ratio(Seconds),
        ];

        string Ratio(Func<ReportedCell, double?> cost) => other is not null && cost(cell) is { } own && cost(other) is > 0 and { } others
            ? Figures.Ratio(own / others)
            : ReportText.Nothing;
    }

    private static double? Parameters(ReportedCell cell) => cell.Runs[0].Parameters;

    private static double? Operations(ReportedCell cell) =>
        cell.Protocol!.Call.Architecture.Layers is { Count: > 0 } layers ? layers.Sum(layer => layer.Flops) : null;

    private static double? Seconds(ReportedCell cell) => cell.Runs.Average(run => run.Result!.Seconds);
}
