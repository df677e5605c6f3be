using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Inspection;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>Curves of several runs with a common scale.</summary>
/// <param name="Id">Id of the chart in the page and its script.</param>
/// <param name="Title">The chart's title.</param>
/// <param name="Format">Format of the values: one of the script's formats.</param>
/// <param name="CanBeLog">Whether a reader can choose a logarithmic scale.</param>
/// <param name="Log">Whether the chart first has a logarithmic scale.</param>
/// <param name="Series">The curves, run by run.</param>
internal sealed record ReportChart(string Id, string Title, string Format, bool CanBeLog, bool Log, IReadOnlyList<ReportSeries> Series)
{
    /// <summary>Whether the vertical axis begins at 0, so that small variations look small.</summary>
    public bool FromZero => Format == "bytes" || Id == "throughput";

    /// <summary><see cref="ReportSeries.Place"/> of values that are measured in training steps.</summary>
    public const string AtSteps = "steps";

    /// <summary><see cref="ReportSeries.Place"/> of values that are measured on the validation split.</summary>
    public const string AtValidations = "validation";

    private const string Train = "train";

    /// <summary>The charts for which the runs have values.</summary>
    public static IReadOnlyList<ReportChart> Of(IReadOnlyList<ReportRun> runs)
    {
        ReportChart[] charts =
        [
            Make("loss", "Loss", "loss", canBeLog: true, log: false, Both(step => step.Loss, evaluation => evaluation.Loss)),
            Make("perplexity", "Perplexity", "perplexity", canBeLog: true, log: true, (run, metrics) => metrics.IsLanguage
                ? Both(step => Math.Exp(step.Loss), evaluation => evaluation.Perplexity)(run, metrics)
                : []),
            Make(
                "accuracy",
                "Accuracy",
                "share",
                canBeLog: false,
                log: false,
                Both(step => step.Accuracy, evaluation => evaluation.Accuracy)),
            Make("rmse", "RMSE", "number", canBeLog: true, log: false, AtEvaluations(evaluation => evaluation.Rmse)),
            Make("r2", "R²", "number", canBeLog: false, log: false, AtEvaluations(evaluation => evaluation.R2)),
            Make("compression", "Realised compression", "number", canBeLog: false, log: false, OfBranches(step => step.Compression)),
            Make(
                "coverage", "Inputs read by windows", "share", canBeLog: false, log: false, OfBranches(step => step.Coverage)),
            Make("learning-rate", "Learning rate", "rate", canBeLog: true, log: false, OfSteps(step => step.LearningRate, smooth: false)),
            Make(
                "throughput", "Tokens a second", "count", canBeLog: false, log: false, OfSteps(step => step.TokensPerSecond, smooth: true)),
            Make("memory", "Resident memory", "bytes", canBeLog: false, log: false, OfSteps(step => step.ResidentBytes, smooth: false)),
            Make("gradient", "Norm of the gradient", "count", canBeLog: true, log: true, OfSteps(step => step.GradientNorm, smooth: true)),
        ];
        return [.. charts.Where(chart => chart.Series.Count > 0)];

        ReportChart Make(
            string id,
            string title,
            string format,
            bool canBeLog,
            bool log,
            Func<int,
            RunMetrics,
            IEnumerable<ReportSeries>> series) => new(
            id,
            title,
            format,
            canBeLog,
            log,
            Coloured(
                [.. runs.SelectMany((run, number) => series(number, run.Metrics)).Where(one => one.Values.Any(value => value is not null))],
                runs.Count));
    }

    private static ReportSeries[] Coloured(ReportSeries[] series, int runs) =>
        [.. series.Select(
            (one, number) => one with { Colour = (runs == 1 ? number : one.Run) % LogLogPlot.Colours, Dash = runs == 1 ? 0 : one.Dash })];

    /// <summary>Curves of a quantity that is measured both in training and on the validation split.</summary>
    private static Func<int, RunMetrics, IEnumerable<ReportSeries>> Both(
        Func<StepMetrics, double?> training, Func<EvaluationMetrics, double?> validation) => (run, metrics) =>
    [
        new ReportSeries(run, Train, AtSteps, 0, 0, Smooth: true, [.. metrics.Steps.Select(step => Finite(training(step)))]),
        new ReportSeries(
            run,
            AtValidations,
            AtValidations,
            0,
            0,
            Smooth: false,
            [.. metrics.Validations.Select(evaluation => Finite(validation(evaluation)))]),
    ];

    /// <summary>Curves of a quantity that is measured on the validation split only.</summary>
    private static Func<int, RunMetrics, IEnumerable<ReportSeries>> AtEvaluations(Func<EvaluationMetrics, double?> value) =>
        (run, metrics) =>
        [
            new ReportSeries(
                run, AtValidations, AtValidations, 0, 0, Smooth: false,
                [.. metrics.Validations.Select(evaluation => Finite(value(evaluation)))]),
        ];

    private static Func<int, RunMetrics, IEnumerable<ReportSeries>> OfSteps(Func<StepMetrics, double?> value, bool smooth) =>
        (run, metrics) =>
        [new ReportSeries(run, "", AtSteps, 0, 0, smooth, [.. metrics.Steps.Select(step => Finite(value(step)))])];

    /// <summary>The realised rate or the coverage of each branch, averaged over the blocks.</summary>
    private static Func<int, RunMetrics, IEnumerable<ReportSeries>> OfBranches(
        Func<StepMetrics, IReadOnlyDictionary<string, double>?> value) => (run, metrics) =>
    {
        Dictionary<string, double>[] values = [.. metrics.Steps.Select(step => value(step) is { } all ? RatesByBranch(all) : [])];
        return values.SelectMany(row => row.Keys).Distinct().Select((branch, number) => new ReportSeries(
            run, branch, AtSteps, 0, number, Smooth: true,
            [.. values.Select(row => row.TryGetValue(branch, out var share) ? Finite(share) : null)]));
    };

    private static Dictionary<string, double> RatesByBranch(IReadOnlyDictionary<string, double> rates) =>
        CompressionRates.ByBranch(rates).ToDictionary(branch => InspectedBranch.NameOf(branch.Layer), branch => branch.Rate);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
