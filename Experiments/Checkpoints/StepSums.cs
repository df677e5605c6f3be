namespace SerpentDsl.Experiments.Checkpoints;

/// <summary>Sums over consecutive steps, of which the means in the metrics are made.</summary>
/// <param name="Steps">How many steps.</param>
/// <param name="Loss">Sum of the mean cross-entropies of their batches.</param>
/// <param name="Right">Predictions that are right.</param>
/// <param name="Predictions">Predictions.</param>
/// <param name="Tokens">Tokens without padding.</param>
/// <param name="Sequences">Rows.</param>
/// <param name="GradientNorm">Sum of the gradients' norms; null where they were not computed.</param>
/// <param name="Seconds">How long they took.</param>
internal readonly record struct StepSums(
    int Steps, double Loss, long Right, long Predictions, long Tokens, long Sequences, double? GradientNorm, double Seconds);
