using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Inspection;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>Curves of several runs over one scale.</summary>
/// <param name="Id">What the page's script calls it.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Format">How its values are written: one of the script's formats.</param>
/// <param name="CanBeLog">Whether a logarithmic scale is of use.</param>
/// <param name="Log">Whether it begins with one.</param>
/// <param name="Series">Its curves, run by run.</param>
internal sealed record ReportChart(string Id, string Title, string Format, bool CanBeLog, bool Log, IReadOnlyList<ReportSeries> Series)
{
    /// <summary>Whether its scale begins at 0, so that what is flat looks flat.</summary>
    public bool FromZero => Format == "bytes" || Id == "throughput";

    /// <summary>The place of values measured in training.</summary>
    public const string AtSteps = "steps";

    /// <summary>The place of values measured on the validation split.</summary>
    public const string AtValidations = "validation";

    private const string Train = "train";

    /// <summary>The charts that runs have values for.</summary>
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
            Make("compression", "Realised compression", "number", canBeLog: false, log: false, Compression),
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

    /// <summary>What is measured in training as well as on the validation split.</summary>
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

    private static Func<int, RunMetrics, IEnumerable<ReportSeries>> OfSteps(Func<StepMetrics, double?> value, bool smooth) =>
        (run, metrics) =>
        [new ReportSeries(run, "", AtSteps, 0, 0, smooth, [.. metrics.Steps.Select(step => Finite(value(step)))])];

    /// <summary>The realised rates, the mean over the blocks of each branch.</summary>
    private static IEnumerable<ReportSeries> Compression(int run, RunMetrics metrics)
    {
        Dictionary<string, double>[] rates = [.. metrics.Steps.Select(step => step.Compression is { } all ? RatesByBranch(all) : [])];
        return rates.SelectMany(row => row.Keys).Distinct().Select((branch, number) => new ReportSeries(
            run, branch, AtSteps, 0, number, Smooth: true,
            [.. rates.Select(row => row.TryGetValue(branch, out var rate) ? Finite(rate) : null)]));
    }

    private static Dictionary<string, double> RatesByBranch(IReadOnlyDictionary<string, double> rates) =>
        CompressionRates.ByBranch(rates).ToDictionary(branch => InspectedBranch.NameOf(branch.Layer), branch => branch.Rate);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
