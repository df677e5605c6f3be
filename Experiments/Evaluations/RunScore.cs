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

    /// <summary>The measure of regressors: the root of the mean squared error.</summary>
    public const string Rmse = "RMSE";

    /// <summary>The score of an evaluation.</summary>
    public static RunScore Of(EvaluationMetrics metrics) => metrics switch
    {
        { Rmse: { } error } => new RunScore(Rmse, error, metrics.Split, GreaterIsBetter: false),
        { Perplexity: { } perplexity } => new RunScore("perplexity", perplexity, metrics.Split, GreaterIsBetter: false),
        _ => new RunScore(Accuracy, metrics.Accuracy ?? double.NaN, metrics.Split, GreaterIsBetter: true),
    };
}
