using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Training;

/// <summary>Writes to a run's folder, and says how to resume when it cannot be written to.</summary>
/// <param name="run">The run's folder.</param>
internal sealed class RunWriter(RunFolder run)
{
    /// <summary>The step after which the state was last saved.</summary>
    public int SavedStep { get; set; }

    /// <summary>Writes.</summary>
    /// <param name="write">The write to carry out.</param>
    /// <param name="step">The steps taken so far.</param>
    /// <exception cref="RunWriteException">The folder cannot be written to.</exception>
    public void Write(Action write, int step)
    {
        try
        {
            write();
        }
        catch (Exception problem) when (
            problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" })
        {
            // The last one is what the runtime makes of a file that the system allows to grow no further.
            var resume = File.Exists(run.StateFile)
                ? $"The state saved after step {Figures.Count(SavedStep)} is intact. When the folder can be written to again, continue "
                    + $"with '{RunnerCommand.Of(VerbNames.Resume)} {run.Path}'."
                : "No step was taken, so none is lost.";
            throw new RunWriteException(
                $"{run.Path} cannot be written: {problem.Message} Stopped at step {Figures.Count(step)}. {resume}", problem);
        }
    }
}
