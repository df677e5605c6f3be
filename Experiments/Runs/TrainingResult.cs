using SerpentDsl.Experiments.Evaluations;

namespace SerpentDsl.Experiments.Runs;

/// <summary>The end of a training and its results.</summary>
/// <param name="Status">How the training ended.</param>
/// <param name="Steps">Number of steps taken.</param>
/// <param name="Seconds">Duration in seconds, evaluations included.</param>
/// <param name="Validation">The best evaluation on the validation split; null if there was none.</param>
/// <param name="Test">The evaluation of the best checkpoint on the test split; null if there was none.</param>
/// <param name="Problem">The error message; null without an error.</param>
internal sealed record TrainingResult(
    TrainingStatus Status,
    int Steps,
    double Seconds,
    EvaluationMetrics? Validation,
    EvaluationMetrics? Test,
    string? Problem);
