using SerpentDsl.Experiments.Datasets;

namespace SerpentDsl.Experiments.Runs;

/// <summary>A run, read from its folder.</summary>
/// <param name="Path">The run's folder.</param>
/// <param name="Architecture">Name of the architecture.</param>
/// <param name="Parameters">Number of parameters of the model.</param>
/// <param name="Task">Name of the task.</param>
/// <param name="DataSource">Description of the data's source.</param>
/// <param name="Recipe">Hash that is equal for runs that differ only in the seed; see <see cref="RecipeHash"/>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Started">Start of the run, in UTC.</param>
/// <param name="PlannedSteps">Number of steps of the whole training.</param>
/// <param name="Hardware">Processor and device.</param>
/// <param name="Baselines">Results of trivial models on the validation split.</param>
/// <param name="GitRevision">Commit of the code; null if unknown.</param>
/// <param name="Result">How the run ended; null while it runs, or if it was killed.</param>
internal sealed record StoredRun(
    string Path,
    string Architecture,
    long Parameters,
    string Task,
    string DataSource,
    string Recipe,
    long Seed,
    DateTime Started,
    int PlannedSteps,
    string Hardware,
    IReadOnlyList<Baseline> Baselines,
    string? GitRevision,
    TrainingResult? Result)
{
    /// <summary>Whether the training was completed and tested.</summary>
    public bool IsFinished => Result is { Status: TrainingStatus.Completed or TrainingStatus.StoppedEarly, Test: not null };

    /// <summary>Whether the loss, a gradient or a parameter was not finite. Another attempt would end in the same way.</summary>
    public bool IsDiverged => Result is { Status: TrainingStatus.Diverged };
}
