namespace SerpentDsl.Experiments.Runs;

/// <summary>One step, or the mean of several.</summary>
/// <param name="Step">Number of the (last) step, from 1.</param>
/// <param name="Epoch">Its epoch, from 1.</param>
/// <param name="Loss">Mean cross-entropy, in nats.</param>
/// <param name="Accuracy">Share of the batch classified rightly, before the step.</param>
/// <param name="LearningRate">The recipe's learning rate as scheduled.</param>
/// <param name="GradientNorm">Norm of the gradient before clipping; null where nothing is clipped.</param>
/// <param name="TokensPerSecond">Tokens trained on per second, padding not counted.</param>
/// <param name="LiveTensors">Tensors alive after the step.</param>
/// <param name="ResidentBytes">Resident memory of the process.</param>
/// <param name="Seconds">Time since the training began.</param>
internal sealed record StepMetrics(
    int Step,
    int Epoch,
    double Loss,
    double Accuracy,
    double LearningRate,
    double? GradientNorm,
    double TokensPerSecond,
    long LiveTensors,
    long ResidentBytes,
    double Seconds)
{
    /// <summary>Sequences (or pairs, or blocks of text) trained on per second.</summary>
    public double SequencesPerSecond { get; init; }

    /// <summary>The most memory that the process has had resident.</summary>
    public long PeakBytes { get; init; }

    /// <summary>
    /// Realised compression rates by the names of the compressions, between 0 and each one's ρ; of a single step those last read. Null
    /// where nothing is compressed.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Compression { get; init; }
}
