namespace SerpentDsl.Experiments.Training;

/// <summary>The result of one training step.</summary>
/// <param name="Loss">Mean cross-entropy of the batch, in nats.</param>
/// <param name="Right">Number of correct predictions; null for a regression.</param>
/// <param name="Predictions">Number of predictions.</param>
/// <param name="Tokens">Number of tokens, padding not counted.</param>
/// <param name="Sequences">Number of rows.</param>
/// <param name="GradientNorm">Norm of the gradient before clipping; null if not computed.</param>
/// <param name="Seconds">Duration of the step, in seconds.</param>
internal readonly record struct StepSample(
    double Loss, long? Right, long Predictions, long Tokens, long Sequences, double? GradientNorm, double Seconds);
