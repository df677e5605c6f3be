namespace SerpentDsl.Experiments.Evaluations;

/// <summary>A run's score with its measure.</summary>
/// <param name="Measure">What is measured, such as <c>accuracy</c>.</param>
/// <param name="Value">The measured value.</param>
/// <param name="Split">The split that it was measured on.</param>
/// <param name="GreaterIsBetter">Whether a greater value is a better one.</param>
internal sealed record RunScore(string Measure, double Value, string Split, bool GreaterIsBetter)
{
    /// <summary>The measure of classifiers.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>The score of an evaluation.</summary>
    public static RunScore Of(EvaluationMetrics metrics) =>
        metrics.Perplexity is { } perplexity
            ? new RunScore("perplexity", perplexity, metrics.Split, GreaterIsBetter: false)
            : new RunScore(Accuracy, metrics.Accuracy, metrics.Split, GreaterIsBetter: true);
}
