using SerpentDsl.Experiments.Evaluations;

namespace SerpentDsl.Experiments.Runs;

/// <summary>How a training ended, and with what.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Seconds">How long it took, evaluations included.</param>
/// <param name="Validation">The best evaluation on the validation split, if there was one.</param>
/// <param name="Test">The evaluation on the test split of the parameters that were best on the validation split.</param>
/// <param name="Problem">What went wrong, if anything did.</param>
internal sealed record TrainingResult(
    TrainingStatus Status,
    int Steps,
    double Seconds,
    EvaluationMetrics? Validation,
    EvaluationMetrics? Test,
    string? Problem);
