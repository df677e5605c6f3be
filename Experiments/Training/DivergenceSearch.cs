using SerpentDsl.Experiments.Commands;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>Finds where a training left the numbers, by taking its steps since a state again, which are the same steps, and looking at every number.</summary>
internal static class DivergenceSearch
{
    /// <summary>Searches; afterwards the learner is of no more use.</summary>
    /// <param name="learner">What was trained.</param>
    /// <param name="from">The last state that was good.</param>
    /// <param name="batches">The batches since, the one that failed included.</param>
    /// <param name="schedule">The factors of their steps.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>What it found, as a sentence.</returns>
    public static string Run(Learner learner, CheckpointFile from, IEnumerable<int[]> batches, LearningRateSchedule schedule, CancellationToken cancellation)
    {
        learner.Restore(from);
        learner.Module.train();
        using var watch = new FiniteWatch(learner.Module);
        int step = from.About.Step;
        foreach (int[] rows in batches)
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
