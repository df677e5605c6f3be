using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Training;

/// <summary>Finds the state that a run is resumed from.</summary>
internal static class ResumePoint
{
    /// <summary>
    /// The state of a run that was saved last. If it is damaged, it is put aside and the one before it is taken.
    /// </summary>
    /// <param name="run">The run, in the hands of this process.</param>
    /// <param name="notice">Told what a person should know.</param>
    /// <returns>The state; null when none was saved, so that the run starts from the beginning.</returns>
    /// <exception cref="SafetensorsException">There are some, and all are damaged; or they hold no training.</exception>
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
                File.Move(run.StateFile, run.DamagedStateFile, overwrite: true);
                var instead = before is null
                    ? "there is no earlier one, so the run starts from the beginning"
                    : $"resuming from the one before it, after step {before.About.Step:N0}";
                notice($"{damage.Message} It was put aside as {Path.GetFileName(run.DamagedStateFile)}; {instead}.");
                return before;
            }
        }

        // Ended between the two renames of a checkpoint, a run has the one before only.
        return File.Exists(run.PreviousStateFile) ? Trained(run.PreviousStateFile) : null;
    }

    /// <summary>
    /// Refuses a run whose best parameters, which will be tested in the end, are lost: before the training continues, not after it.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="from">The state that it is resumed from.</param>
    /// <exception cref="SafetensorsException">They are missing or damaged.</exception>
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
            ? throw new SafetensorsException($"{path} holds parameters only, and a training cannot be resumed from it.")
            : checkpoint;
    }
}
