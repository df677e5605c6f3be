using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Training;

/// <summary>Writes to a run's folder. If a write fails, the message says how to resume.</summary>
/// <param name="run">The run's folder.</param>
internal sealed class RunWriter(RunFolder run)
{
    /// <summary>The step after which the last state was saved.</summary>
    public int SavedStep { get; set; }

    /// <summary>Performs a write.</summary>
    /// <param name="write">Writes to the folder.</param>
    /// <param name="step">Number of steps taken so far.</param>
    /// <exception cref="RunWriteException">The folder cannot be written to; the message says how to resume.</exception>
    public void Write(Action write, int step)
    {
        try
        {
            write();
        }
        catch (Exception problem) when (
            problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" })
        {
            // .NET throws ArgumentOutOfRangeException for a file that has reached the system's limit on file sizes.
            var resume = File.Exists(run.StateFile)
                ? $"The state saved after step {Figures.Count(SavedStep)} is intact. When the folder can be written to again, continue "
                    + $"with '{RunnerCommand.Of(VerbNames.Resume)} {run.Path}'."
                : "No step was taken, so none is lost.";
            throw new RunWriteException(
                $"{run.Path} cannot be written: {problem.Message} Stopped at step {Figures.Count(step)}. {resume}", problem);
        }
    }
}
