using SerpentDsl.Experiments.Commands;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Io;
using SerpentDsl.Tasks.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>Finds where a training left the numbers, by taking its steps since a state again, which are the same steps, and looking at every number.</summary>
/// <param name="learner">What was trained; after a search of no more use.</param>
/// <param name="workload">On what.</param>
/// <param name="batches">Its batches.</param>
/// <param name="schedule">The factors of the steps.</param>
/// <param name="observer">Whom to tell.</param>
internal sealed class DivergenceSearch(Learner learner, Workload workload, TrainingBatches batches, LearningRateSchedule schedule, ITrainingObserver observer)
{
    /// <summary>Searches.</summary>
    /// <param name="state">The last state that was good: a file.</param>
    /// <param name="epoch">The epoch of the step that failed.</param>
    /// <param name="steps">The steps before it.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>What it found, as a sentence.</returns>
    public string Run(string state, int epoch, int steps, CancellationToken cancellation)
    {
        try
        {
            CheckpointFile from = CheckpointFile.Read(state);
            observer.Notice($"Taking the steps from {Text.Count(from.About.Step + 1)} on again, to find where it began.");
            workload.BeginEpoch(epoch);
            int taken = from.About.Epoch == epoch ? from.Training!.BatchesTaken : 0;
            return Repeat(from, batches.Epoch(epoch).Skip(taken).Take(steps + 1 - from.About.Step), cancellation);
        }
        catch (Exception problem) when (problem is SafetensorsException or OperationCanceledException)
        {
            return "Where it began was not looked for.";
        }
    }

    private string Repeat(CheckpointFile from, IEnumerable<int[]> rowsOfSteps, CancellationToken cancellation)
    {
        learner.Restore(from);
        learner.Module.train();
        using var watch = new FiniteWatch(learner.Module);
        int step = from.About.Step;
        foreach (int[] rows in rowsOfSteps)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            StepWindow.Sample sample = learner.Differentiate(rows, step + 1, schedule.FactorAt(step));
            step++;
            if ((watch.Find(learner.Parameters()) ?? (double.IsFinite(sample.Loss) ? null : "The loss")) is { } found)
            {
                return $"{found} in step {Text.Count(step)} is the first that is not finite.";
            }

            learner.ClipGradient();
            learner.Step(step);
            if (FiniteWatch.FirstOf(learner.Parameters()) is { } name)
            {
                return $"The parameter {name} after step {Text.Count(step)} is the first that is not finite.";
            }
        }

        return "Taken again, all steps were finite: the machine does not compute the same twice.";
    }
}
