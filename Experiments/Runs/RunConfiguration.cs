using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Runs;

/// <summary>Everything that a run was made of, as written to its <c>run.json</c>.</summary>
/// <param name="Started">When, in UTC.</param>
/// <param name="Architecture">What was trained.</param>
/// <param name="Task">The task.</param>
/// <param name="DataSource">Where its rows came from.</param>
/// <param name="DataFolder">Folder of the user's own data files, if any.</param>
/// <param name="CacheFolder">Folder of cached data.</param>
/// <param name="Rows">Rows of the splits.</param>
/// <param name="LengthsChecksum">A checksum of the rows' lengths.</param>
/// <param name="Baselines">What trivial models reach on the validation split.</param>
/// <param name="Options">The recipe with what the command line overrode.</param>
/// <param name="Plan">What follows from them.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="GitRevision">Revision of the working folder, if it is a git repository.</param>
internal sealed record RunConfiguration(
    DateTime Started,
    ArchitectureJson Architecture,
    string Task,
    string DataSource,
    string? DataFolder,
    string CacheFolder,
    SplitRows Rows,
    string LengthsChecksum,
    IReadOnlyList<Baseline> Baselines,
    TrainingOptions Options,
    TrainingPlan Plan,
    MachineReport Machine,
    string? GitRevision)
{
    public static RunConfiguration Of(
        ArchitectureSpec architecture,
        ITask task,
        Dataset dataset,
        TrainingOptions options,
        string? dataFolder,
        string cacheFolder) => new(
            DateTime.UtcNow,
            ArchitectureJson.Of(architecture),
            task.Name,
            dataset.Source,
            dataFolder,
            cacheFolder,
            dataset.Rows(),
            dataset.LengthsChecksum(),
            dataset.Baselines,
            options,
            TrainingPlan.Of(dataset, options),
            MachineReport.Take(),
            Runs.GitRevision.OfWorkingFolder());
}
