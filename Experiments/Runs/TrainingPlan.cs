using SerpentDsl.Experiments.Datasets;

namespace SerpentDsl.Experiments.Runs;

/// <summary>The steps of a training, which follow from its options and the size of the data.</summary>
/// <param name="StepsPerEpoch">Number of full batches in the training split.</param>
/// <param name="TotalSteps">Largest number of steps of the training.</param>
/// <param name="Epochs">Number of epochs, the last one perhaps incomplete.</param>
/// <param name="WarmupSteps">Number of steps of linear warm-up.</param>
/// <param name="LogInterval">Number of steps per line of metrics.</param>
internal sealed record TrainingPlan(int StepsPerEpoch, int TotalSteps, int Epochs, int WarmupSteps, int LogInterval)
{
    private const int MetricsLines = 1000;

    /// <summary>Makes the plan of a training.</summary>
    /// <param name="dataset">The data to train on.</param>
    /// <param name="options">The training options.</param>
    public static TrainingPlan Of(Dataset dataset, TrainingOptions options) =>
        Of(dataset.LengthsOf(Split.Train).Count / options.BatchSize, options);

    /// <summary>Makes the plan of a training.</summary>
    /// <param name="stepsPerEpoch">Number of full batches in the training split.</param>
    /// <param name="options">The training options.</param>
    internal static TrainingPlan Of(int stepsPerEpoch, TrainingOptions options)
    {
        var total = (int)Math.Min((long)stepsPerEpoch * options.Epochs, options.MaxSteps ?? int.MaxValue);
        var epochs = (total + stepsPerEpoch - 1) / stepsPerEpoch;

        // A short trial of a long recipe must not consist of warm-up only.
        var warmup = options.Schedule == Schedule.Cosine ? Math.Min(options.WarmupSteps, total / 10) : 0;
        return new TrainingPlan(stepsPerEpoch, total, epochs, warmup, Math.Max(1, total / MetricsLines));
    }
}
