using System.Globalization;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>What models and baselines reach, in words.</summary>
internal static class ScoreText
{
    /// <summary>What a trivial model reaches: its accuracy, or a language model's loss.</summary>
    public static string Of(Baseline baseline) =>
        baseline.Accuracy is { } accuracy ? Figures.Percent(accuracy) : Figures.Loss(baseline.Loss!.Value);

    /// <summary>What a model reaches: its accuracy, or a language model's loss and perplexity.</summary>
    public static string Of(EvaluationMetrics metrics) =>
        metrics.Perplexity is { } perplexity
            ? $"{Figures.Loss(metrics.Loss)}, {Figures.Number(perplexity)}"
            : Figures.Percent(metrics.Accuracy);

    /// <summary>Realised compression rates, one for each branch: 0.243 / 0.119.</summary>
    /// <param name="rates">By the names of the compression layers.</param>
    public static string Rates(IReadOnlyDictionary<string, double> rates) =>
        string.Join(" / ", CompressionRates.ByBranch(rates).Select(branch => branch.Rate.ToString("0.000", CultureInfo.InvariantCulture)));
}
