using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;
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
/// <param name="log">Receives evaluations, and knows the compression rates since the last one.</param>
/// <param name="progress">The training's counters and scores.</param>
internal sealed class TrainingEvaluator(
    ISequenceModel model, Dataset dataset, TrainingOptions options, Device device, ITrainingObserver observer, TrainingLog log,
    TrainingProgress progress)
{
    private readonly long _rows = options.EvaluationRows ?? ((long)TrainingPlan.Of(dataset, options).TotalSteps * options.BatchSize);

    /// <summary>Evaluates the untrained model on the validation split, as the first point of the validation curves.</summary>
    /// <param name="cancellation">Stops between two batches.</param>
    public void ValidateUntrained(CancellationToken cancellation)
    {
        var metrics = log.Metrics(Split.Validation, Validate(cancellation), isBest: false);
        log.Append("evaluation", metrics);
        observer.Evaluated(metrics, training: null);
        progress.IsEvaluated = true;
        log.Save();
    }

    /// <summary>Evaluates the model on the validation split.</summary>
    /// <param name="cancellation">Stops between two batches.</param>
    public Evaluation Validate(CancellationToken cancellation) => Run(Split.Validation, cancellation);

    /// <summary>Loads the best parameters, and evaluates them on the test split.</summary>
    /// <param name="checkpoint">The file with the best parameters.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public EvaluationMetrics TestBest(string checkpoint, CancellationToken cancellation)
    {
        ModuleState.Load(model.Module, CheckpointFile.Read(checkpoint).Model, checkpoint);
        var evaluation = Run(Split.Test, cancellation);
        var best = progress.Best!;
        var metrics = log.Metrics(Split.Test, evaluation, isBest: false) with { Step = best.Step, Epoch = best.Epoch };
        log.Append("evaluation", metrics);
        if (evaluation.Outcomes is { } outcomes)
        {
            log.KeepOutcomes(new TestOutcomes(dataset.Fingerprint(Split.Test), outcomes));
        }

        observer.Evaluated(metrics, training: null);
        return metrics;
    }

    private Evaluation Run(Split split, CancellationToken cancellation)
    {
        var rows = (int)Math.Min(dataset.LengthsOf(split).Count, _rows);
        observer.Evaluating(split.Name(), 0, rows);
        try
        {
            return Evaluation.Of(
                model, dataset, split, rows, options.BatchSize, device, done => observer.Evaluating(split.Name(), done, rows),
                cancellation);
        }
        catch (OperationCanceledException)
        {
            log.DropCompression();
            throw;
        }
    }
}
