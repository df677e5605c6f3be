using System.Globalization;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>Scores of models and baselines, in words.</summary>
internal static class ScoreText
{
    /// <summary>A trivial model's score: its accuracy, or for a language model its loss.</summary>
    public static string Of(Baseline baseline) =>
        baseline.Accuracy is { } accuracy ? Figures.Percent(accuracy) : Figures.Loss(baseline.Loss!.Value);

    /// <summary>A model's score: its accuracy, or for a language model its loss and perplexity.</summary>
    public static string Of(EvaluationMetrics metrics) =>
        metrics.Perplexity is { } perplexity
            ? $"{Figures.Loss(metrics.Loss)}, {Figures.Number(perplexity)}"
            : Figures.Percent(metrics.Accuracy);

    /// <summary>A run's score with its measure and split, such as <c>accuracy 93.1 % (test)</c>.</summary>
    public static string Of(RunScore score) =>
        $"{score.Measure} {(score.Measure == RunScore.Accuracy ? Figures.Percent(score.Value) : Figures.Number(score.Value))} "
        + $"({score.Split})";

    /// <summary>Realised compression rates, one for each branch, such as 0.243 / 0.119.</summary>
    /// <param name="rates">The rates by the names of the compression layers.</param>
    public static string Rates(IReadOnlyDictionary<string, double> rates) =>
        string.Join(" / ", CompressionRates.ByBranch(rates).Select(branch => branch.Rate.ToString("0.000", CultureInfo.InvariantCulture)));
}
