namespace SerpentDsl.Experiments.Runs;

/// <summary>Measurements of one training step, or means over several.</summary>
/// <param name="Step">Number of the step, or of the last of several, from 1.</param>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Loss">Mean cross-entropy, in nats.</param>
/// <param name="Accuracy">Share of correct predictions for the batch before the step's update, 0 to 1; null for a regression.</param>
/// <param name="LearningRate">The recipe's learning rate times the schedule's factor.</param>
/// <param name="GradientNorm">Norm of the gradient before clipping; null if the recipe does not clip.</param>
/// <param name="TokensPerSecond">Tokens trained on per second, padding not counted.</param>
/// <param name="LiveTensors">Number of tensors that exist after the step.</param>
/// <param name="ResidentBytes">Resident memory of the process, in bytes.</param>
/// <param name="Seconds">Time since the training began, in seconds.</param>
internal sealed record StepMetrics(
    int Step,
    int Epoch,
    double Loss,
    double? Accuracy,
    double LearningRate,
    double? GradientNorm,
    double TokensPerSecond,
    long LiveTensors,
    long ResidentBytes,
    double Seconds)
{
    /// <summary>Sequences (or pairs, or blocks of text) per second of training.</summary>
    public double SequencesPerSecond { get; init; }

    /// <summary>Largest resident memory of the process so far, in bytes.</summary>
    public long PeakBytes { get; init; }

    /// <summary>
    /// Realised compression rates, each from 0 to ρ, by the names of the compression layers. A single step has the means of the last line
    /// of metrics. Null for models that do not resample.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Compression { get; init; }

    /// <summary>Shares of the inputs that some window reads, otherwise as <see cref="Compression"/>.</summary>
    public IReadOnlyDictionary<string, double>? Coverage { get; init; }
}
