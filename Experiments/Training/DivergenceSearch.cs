using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// Finds the first tensor of a training that is not finite: repeats the steps since the last saved state and checks every tensor.
/// </summary>
/// <param name="learner">The model and its optimizer; unusable after a search.</param>
/// <param name="dataset">The task's data.</param>
/// <param name="batches">The batches of an epoch.</param>
/// <param name="schedule">The learning-rate schedule.</param>
/// <param name="observer">Receives notices about the search.</param>
internal sealed class DivergenceSearch(
    Learner learner, Dataset dataset, Func<int, IReadOnlyList<int[]>> batches, LearningRateSchedule schedule, ITrainingObserver observer)
{
    /// <summary>Explains where a training diverged, and which tensor was the first that is not finite.</summary>
    /// <param name="divergence">The exception that ended the training.</param>
    /// <param name="run">The run's folder, with the last saved state.</param>
    /// <param name="progress">The progress before the step that failed.</param>
    /// <param name="learningRate">The learning rate of the step that failed.</param>
    /// <param name="cancellation">Stops the search between two steps.</param>
    public string Explain(
        DivergenceException divergence, RunFolder run, TrainingProgress progress, double learningRate, CancellationToken cancellation)
    {
        var where = $"Diverged at step {progress.Step + 1} (epoch {progress.Epoch}, learning rate {Figures.Rate(learningRate)}): "
            + $"{divergence.Message}.";
        var cause = Search(run.StateFile, progress, cancellation);
        return $"{where} {cause} The last good parameters are in {run.LastCheckpoint}. A lower --learning-rate, or a GradientClip in the "
            + "recipe, may help.";
    }

    private string Search(string state, TrainingProgress progress, CancellationToken cancellation)
    {
        try
        {
            var from = CheckpointFile.Read(state);
            observer.Notice(
                $"Repeating the steps from {Figures.Count(from.About.Step + 1)} on, to find the first value that is not finite.");
            dataset.BeginEpoch(progress.Epoch);
            var taken = from.About.Epoch == progress.Epoch ? from.Training!.BatchesTaken : 0;
            var rows = batches(progress.Epoch).Skip(taken).Take(progress.Step + 1 - from.About.Step);
            return Repeat(from, rows, begins: taken == 0, cancellation);
        }
        catch (Exception problem) when (problem is SafetensorsException or OperationCanceledException)
        {
            return "The search for the first value that is not finite was not completed.";
        }
    }

    private string Repeat(CheckpointFile from, IEnumerable<int[]> rowsOfSteps, bool begins, CancellationToken cancellation)
    {
        learner.Restore(from);
        if (begins)
        {
            learner.BeginEpoch();
        }

        learner.Module.train();
        using var watch = new FiniteWatch(learner.Module);
        var step = from.About.Step;
        foreach (var rows in rowsOfSteps)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var sample = learner.Differentiate(rows, step + 1, schedule.FactorAt(step));
            step++;
            if ((watch.Find(learner.Parameters()) ?? (double.IsFinite(sample.Loss) ? null : "The loss")) is { } found)
            {
                return $"{found} in step {Figures.Count(step)} is the first that is not finite.";
            }

            learner.ClipGradient();
            learner.Step(step);
            if (FiniteWatch.FirstOf(learner.Parameters()) is { } name)
            {
                return $"The parameter {name} after step {Figures.Count(step)} is the first that is not finite.";
            }
        }

        return "When the steps were repeated, all values were finite: this machine does not compute the same results twice.";
    }
}
