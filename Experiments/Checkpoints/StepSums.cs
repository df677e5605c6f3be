namespace SerpentDsl.Experiments.Checkpoints;

/// <summary>Sums over consecutive steps, from which the means in the metrics are computed.</summary>
/// <param name="Steps">Number of steps.</param>
/// <param name="Loss">Sum over the steps of the mean cross-entropy of the step's batch, in nats.</param>
/// <param name="Right">Number of correct predictions; null for a regression.</param>
/// <param name="Predictions">Number of predictions.</param>
/// <param name="Tokens">Number of tokens, padding not counted.</param>
/// <param name="Sequences">Number of rows.</param>
/// <param name="GradientNorm">Sum over the steps of the gradient norm; null where it was not computed.</param>
/// <param name="Seconds">Duration of the steps, in seconds.</param>
internal readonly record struct StepSums(
    int Steps, double Loss, long? Right, long Predictions, long Tokens, long Sequences, double? GradientNorm, double Seconds);
