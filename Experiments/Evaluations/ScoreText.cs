using System.Globalization;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>Scores of models and baselines, in words.</summary>
internal static class ScoreText
{
    /// <summary>A model's score: its accuracy, for a language model its loss and perplexity, for a regression its errors.</summary>
    public static string Of(EvaluationMetrics metrics) => metrics.Rmse is { } error
        ? $"{Figures.Significant(error)}, {Figures.Loss(metrics.R2 ?? double.NaN)}"
        : metrics.Perplexity is { } perplexity
            ? $"{Figures.Loss(metrics.Loss)}, {Figures.Number(perplexity)}"
            : Figures.Percent(metrics.Accuracy!.Value);

    /// <summary>The number of a model's score that a column has room for: its accuracy, or for a regression its error.</summary>
    public static string MainOf(EvaluationMetrics metrics) =>
        metrics.Rmse is { } error ? Figures.Significant(error) : Figures.Percent(metrics.Accuracy!.Value);

    /// <summary>The names of what <see cref="Of(EvaluationMetrics)"/> writes.</summary>
    public static string MeasureOf(EvaluationMetrics metrics) =>
        metrics.Rmse is not null ? "RMSE and R²" : metrics.Perplexity is not null ? "loss and perplexity" : "accuracy";

    /// <summary>An accuracy with its name and two spaces before it; nothing for a regression, which has none.</summary>
    public static string Accuracy(double? accuracy) => accuracy is { } share ? $"  accuracy {Figures.Percent(share)}" : "";

    /// <summary>The errors of a regression with their names and two spaces before them; nothing for other models.</summary>
    public static string Errors(EvaluationMetrics metrics) => metrics is { Rmse: { } error, Mae: { } absolute, R2: { } share }
        ? $"  RMSE {Figures.Significant(error)}  MAE {Figures.Significant(absolute)}  R² {Figures.Loss(share)}"
        : "";

    /// <summary>A run's score with its measure and split, such as <c>accuracy 93.1 % (test)</c>.</summary>
    public static string Of(RunScore score)
    {
        var value = score.Measure switch
        {
            RunScore.Accuracy => Figures.Percent(score.Value),
            RunScore.Rmse => Figures.Significant(score.Value),
            _ => Figures.Number(score.Value),
        };
        return $"{score.Measure} {value} ({score.Split})";
    }

    /// <summary>Realised compression rates, one for each branch, such as 0.243 / 0.119.</summary>
    /// <param name="rates">The rates by the names of the compression layers.</param>
    public static string Rates(IReadOnlyDictionary<string, double> rates) =>
        string.Join(" / ", CompressionRates.ByBranch(rates).Select(branch => branch.Rate.ToString("0.000", CultureInfo.InvariantCulture)));

    /// <summary>Shares of the inputs that some window reads, one for each branch, such as 100.0 % / 59.3 %.</summary>
    /// <param name="coverage">The shares by the names of the compression layers.</param>
    public static string Coverage(IReadOnlyDictionary<string, double> coverage) =>
        string.Join(" / ", CompressionRates.ByBranch(coverage).Select(branch => Figures.Percent(branch.Rate)));
}
