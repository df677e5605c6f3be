using SerpentDsl.Experiments.Commands;

namespace SerpentDsl.Experiments.Training;

/// <summary>Writes to a run's folder, and says how to go on when that takes no more.</summary>
/// <param name="run">The folder.</param>
internal sealed class RunWriter(RunFolder run)
{
    /// <summary>The step after which everything that the training goes on from was saved.</summary>
    public int SavedStep { get; set; }

    /// <summary>Writes.</summary>
    /// <param name="write">What.</param>
    /// <param name="step">The steps taken so far.</param>
    /// <exception cref="RunWriteException">The folder takes nothing more.</exception>
    public void Write(Action write, int step)
    {
        try
        {
            write();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" })
        {
            // The last one is what the runtime makes of a file that the system allows to grow no further.
            string resume = File.Exists(run.StateFile)
                ? $"What was saved after step {Text.Count(SavedStep)} is whole: when the folder takes more again, '{CommandNames.Of(typeof(ResumeOptions))} {run.Path}' goes on from there."
                : "No step is lost: none was taken.";
            throw new RunWriteException($"{run.Path} cannot be written: {problem.Message} Stopped at step {Text.Count(step)}. {resume}", problem);
        }
    }
}
