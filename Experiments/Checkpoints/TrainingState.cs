using SerpentDsl.Experiments.Evaluations;

namespace SerpentDsl.Experiments.Checkpoints;

/// <summary>
/// The state of a training apart from its tensors: together they are everything that the next step depends on. What follows from the seed
/// and a number (the order of an epoch's batches, the draws of a step) is not in it.
/// </summary>
internal sealed record TrainingState
{
    /// <summary>Batches of the epoch that were trained on.</summary>
    public required int BatchesTaken { get; init; }

    /// <summary>Whether the epoch's evaluation is done: the next thing is another epoch, or the end.</summary>
    public required bool IsEvaluated { get; init; }

    /// <summary>The validation scores of the epochs; early stopping and the plateau schedule are what they make of them.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>The best evaluation, if there was one.</summary>
    public EvaluationMetrics? Best { get; init; }

    /// <summary>The steps since the last line of metrics.</summary>
    public required StepSums LogWindow { get; init; }

    /// <summary>The steps of the epoch.</summary>
    public required StepSums EpochWindow { get; init; }

    /// <summary>The compression rates since they were last read, by the names of the compressions.</summary>
    public required IReadOnlyDictionary<string, CompressionSum> Compression { get; init; }

    /// <summary>The steps that the optimizer took with each parameter.</summary>
    public required IReadOnlyDictionary<string, long> OptimizerSteps { get; init; }

    /// <summary>How long the training took, without the time in which it was ended.</summary>
    public required double Seconds { get; init; }

    /// <summary>How much of the metrics was written: lines after it belong to later steps, which are repeated.</summary>
    public required long MetricsBytes { get; init; }
}
