using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;
using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// Finds the first number of a training that is not finite: repeats its steps from the last saved state, and checks every tensor.
/// </summary>
/// <param name="learner">The trained model and its optimizer; unusable after a search.</param>
/// <param name="dataset">The task's data.</param>
/// <param name="batches">Its batches.</param>
/// <param name="schedule">The factors of the steps.</param>
/// <param name="observer">Told how the training proceeds.</param>
internal sealed class DivergenceSearch(
    Learner learner, Dataset dataset, TrainingBatches batches, LearningRateSchedule schedule, ITrainingObserver observer)
{
    /// <summary>Says where a training diverged, and what in it was the first that is not finite.</summary>
    /// <param name="divergence">What was noticed.</param>
    /// <param name="run">The training's run, whose saved state is finite.</param>
    /// <param name="progress">The steps before the one that failed.</param>
    /// <param name="learningRate">The learning rate of that step.</param>
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
            observer.Notice($"Repeating the steps from {Figures.Count(from.About.Step + 1)} on, to find where it began.");
            dataset.BeginEpoch(progress.Epoch);
            var taken = from.About.Epoch == progress.Epoch ? from.Training!.BatchesTaken : 0;
            return Repeat(from, batches.Epoch(progress.Epoch).Skip(taken).Take(progress.Step + 1 - from.About.Step), cancellation);
        }
        catch (Exception problem) when (problem is SafetensorsException or OperationCanceledException)
        {
            return "The search for where it began was not finished.";
        }
    }

    private string Repeat(CheckpointFile from, IEnumerable<int[]> rowsOfSteps, CancellationToken cancellation)
    {
        learner.Restore(from);
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

        return "Repeated, all steps were finite: this machine does not give the same results twice.";
    }
}
