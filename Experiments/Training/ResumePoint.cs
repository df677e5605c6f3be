using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Training;

/// <summary>Finds the training state from which a run is resumed.</summary>
internal static class ResumePoint
{
    /// <summary>
    /// The last saved state of a run. If it is damaged, the file is moved aside and the state before it is used.
    /// </summary>
    /// <param name="run">The run's folder, locked by this process.</param>
    /// <param name="notice">Receives messages for people.</param>
    /// <returns>The state; null if none was saved, so that the run starts from the beginning.</returns>
    /// <exception cref="SafetensorsException">All saved states are damaged or have no training progress.</exception>
    public static CheckpointFile? Find(RunFolder run, Action<string> notice)
    {
        if (File.Exists(run.StateFile))
        {
            try
            {
                return Trained(run.StateFile);
            }
            catch (SafetensorsException damage) when (damage.InnerException is not (IOException or UnauthorizedAccessException))
            {
                var before = File.Exists(run.PreviousStateFile) ? Previous(run, damage) : null;
                if (before is null)
                {
                    RequireNoSteps(run, $"{damage.Message} There is none before it");
                }

                File.Move(run.StateFile, run.DamagedStateFile, overwrite: true);
                var instead = before is null
                    ? "there is no earlier one, so the run starts from the beginning"
                    : $"resuming from the one before it, after step {before.About.Step:N0}";
                notice($"{damage.Message} It was put aside as {Path.GetFileName(run.DamagedStateFile)}; {instead}.");
                return before;
            }
        }

        // A process that was killed between the two renames of a save leaves only the previous state.
        if (File.Exists(run.PreviousStateFile))
        {
            return Trained(run.PreviousStateFile);
        }

        RequireNoSteps(run, $"{run.StateFile} is missing");
        return null;
    }

    /// <summary>Checks that no measurements are lost when a run starts from the beginning.</summary>
    /// <exception cref="UsageException">The run has taken steps; its metrics stay as they are.</exception>
    private static void RequireNoSteps(RunFolder run, string problem)
    {
        if (RunStore.LastLine(run.Path, "step") is { } line)
        {
            var steps = line["step"] is JsonValue value && value.TryGetValue(out int step) ? Figures.Plural(step, "step") : "its steps";
            throw new UsageException($"{problem}, but {run.Path} has the metrics of {steps}, which would be lost. Restore the folder "
                + "checkpoints from a copy, or train again into another folder.");
        }
    }

    /// <summary>
    /// Checks that the best checkpoint, which is tested at the end, can be read, before the training continues.
    /// </summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="from">The state from which the run is resumed.</param>
    /// <exception cref="SafetensorsException">The best checkpoint is missing or damaged.</exception>
    public static void RequireBest(RunFolder run, CheckpointFile from)
    {
        if (from.Training!.Best is null)
        {
            return;
        }

        try
        {
            CheckpointFile.Read(run.BestCheckpoint);
        }
        catch (SafetensorsException problem)
        {
            throw new SafetensorsException($"{problem.Message} Restore it from a copy, or train again from the beginning.", problem);
        }
    }

    private static CheckpointFile Previous(RunFolder run, SafetensorsException damage)
    {
        try
        {
            return Trained(run.PreviousStateFile);
        }
        catch (SafetensorsException both)
        {
            throw new SafetensorsException($"{damage.Message} The one before it cannot be read either: {both.Message} Restore one of "
                + "them from a copy, or train again from the beginning.");
        }
    }

    private static CheckpointFile Trained(string path)
    {
        var checkpoint = CheckpointFile.Read(path);
        return checkpoint.Training is null
            ? throw new SafetensorsException($"{path} has only parameters; a training is resumed from a training state.")
            : checkpoint;
    }
}
