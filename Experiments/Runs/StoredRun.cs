namespace SerpentDsl.Experiments.Runs;

/// <summary>A run, read from its folder.</summary>
/// <param name="Path">The run's folder.</param>
/// <param name="Architecture">Name of what was trained.</param>
/// <param name="Parameters">Its number of parameters.</param>
/// <param name="Task">The task.</param>
/// <param name="DataSource">Where its rows came from.</param>
/// <param name="Recipe">Equal for runs that differ in their seed only; see <see cref="RecipeHash"/>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Started">When, in UTC.</param>
/// <param name="PlannedSteps">Steps of the whole training.</param>
/// <param name="Hardware">Processor and device.</param>
/// <param name="GitRevision">Revision of the code, if known.</param>
/// <param name="Result">How it ended; null while it runs, or if it was cut off.</param>
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
    string? GitRevision,
    TrainingResult? Result)
{
    /// <summary>Whether its training came to its end and was tested.</summary>
    public bool IsFinished => Result is { Status: TrainingStatus.Completed or TrainingStatus.StoppedEarly, Test: not null };

    /// <summary>Whether its loss became NaN or infinite: another attempt would end the same way.</summary>
    public bool IsDiverged => Result is { Status: TrainingStatus.Diverged };
}
