namespace SerpentDsl.Experiments.Training;

/// <summary>One training step.</summary>
/// <param name="Loss">Mean cross-entropy of its batch, in nats.</param>
/// <param name="Right">Predictions that are right.</param>
/// <param name="Predictions">Predictions.</param>
/// <param name="Tokens">Tokens without padding.</param>
/// <param name="Sequences">Rows.</param>
/// <param name="GradientNorm">Norm of the gradient; null where it was not computed.</param>
/// <param name="Seconds">How long it took.</param>
internal readonly record struct StepSample(
    double Loss, long Right, long Predictions, long Tokens, long Sequences, double? GradientNorm, double Seconds);
