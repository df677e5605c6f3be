using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// Evaluates a model during its training, by default on at most as many rows as the training reads, so that short trials stay short.
/// </summary>
/// <param name="model">The model, on its device.</param>
/// <param name="dataset">The task's data.</param>
/// <param name="options">The training options.</param>
/// <param name="device">The model's device.</param>
/// <param name="observer">Receives the progress of evaluations.</param>
internal sealed class TrainingEvaluator(
    ISequenceModel model, Dataset dataset, TrainingOptions options, Device device, ITrainingObserver observer)
{
    private readonly long _rows = options.EvaluationRows ?? ((long)TrainingPlan.Of(dataset, options).TotalSteps * options.BatchSize);

    /// <summary>Evaluates the model on a split.</summary>
    /// <param name="split">The split.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public Evaluation Run(Split split, CancellationToken cancellation)
    {
        var rows = (int)Math.Min(dataset.LengthsOf(split).Count, _rows);
        observer.Evaluating(split.Name(), 0, rows);
        return Evaluation.Of(
            model, dataset, split, rows, options.BatchSize, device, done => observer.Evaluating(split.Name(), done, rows), cancellation);
    }
}
