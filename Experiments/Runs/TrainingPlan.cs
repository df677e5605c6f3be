using SerpentDsl.Experiments.Datasets;

namespace SerpentDsl.Experiments.Runs;

/// <summary>The steps of a training, which follow from its options and the size of the data.</summary>
/// <param name="StepsPerEpoch">Full batches in the training split.</param>
/// <param name="TotalSteps">Steps of the whole training, at most.</param>
/// <param name="Epochs">Epochs that these steps reach into.</param>
/// <param name="WarmupSteps">Steps of linear warm-up.</param>
/// <param name="LogInterval">Steps per line of metrics.</param>
internal sealed record TrainingPlan(int StepsPerEpoch, int TotalSteps, int Epochs, int WarmupSteps, int LogInterval)
{
    private const int MetricsLines = 1000;

    /// <summary>The plan of a training.</summary>
    /// <param name="dataset">What it is trained on.</param>
    /// <param name="options">The training options.</param>
    public static TrainingPlan Of(Dataset dataset, TrainingOptions options) =>
        Of(dataset.LengthsOf(Split.Train).Count / options.BatchSize, options);

    /// <summary>The plan of a training.</summary>
    /// <param name="stepsPerEpoch">Full batches in the training split.</param>
    /// <param name="options">The training options.</param>
    internal static TrainingPlan Of(int stepsPerEpoch, TrainingOptions options)
    {
        var total = (int)Math.Min((long)stepsPerEpoch * options.Epochs, options.MaxSteps ?? int.MaxValue);
        var epochs = (total + stepsPerEpoch - 1) / stepsPerEpoch;

        // A trial of a few steps of a long recipe would otherwise never leave the recipe's warm-up.
        var warmup = options.Schedule == Schedule.Cosine ? Math.Min(options.WarmupSteps, total / 10) : 0;
        return new TrainingPlan(stepsPerEpoch, total, epochs, warmup, Math.Max(1, total / MetricsLines));
    }
}
