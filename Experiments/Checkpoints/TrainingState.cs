using SerpentDsl.Experiments.Evaluations;

namespace SerpentDsl.Experiments.Checkpoints;

/// <summary>
/// The progress of a training. With the tensors of the same file it decides everything that happens next. The order of an epoch's
/// batches and the random draws of a step follow from the seed and a number; they are not stored.
/// </summary>
internal sealed record TrainingState
{
    /// <summary>Number of batches of the current epoch that were trained on.</summary>
    public required int BatchesTaken { get; init; }

    /// <summary>Whether the current epoch was evaluated. Then the next epoch begins, or the training ends.</summary>
    public required bool IsEvaluated { get; init; }

    /// <summary>The validation scores of all epochs, from which early stopping and the plateau schedule are computed.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>The best evaluation; null before the first one.</summary>
    public EvaluationMetrics? Best { get; init; }

    /// <summary>Sums over the steps since the last line of metrics.</summary>
    public required StepSums LogWindow { get; init; }

    /// <summary>Sums over the steps of the current epoch.</summary>
    public required StepSums EpochWindow { get; init; }

    /// <summary>Sums of the compression rates since the last line of metrics, by the names of the compression layers.</summary>
    public required IReadOnlyDictionary<string, CompressionSum> Compression { get; init; }

    /// <summary>Number of optimizer steps of each parameter, by the parameter's name.</summary>
    public required IReadOnlyDictionary<string, long> OptimizerSteps { get; init; }

    /// <summary>Duration of the training in seconds, without pauses between interruption and resumption.</summary>
    public required double Seconds { get; init; }

    /// <summary>Length of the metrics file in bytes. Lines after it belong to later steps, which are repeated.</summary>
    public required long MetricsBytes { get; init; }
}
