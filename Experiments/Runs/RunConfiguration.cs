using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.OwnData;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Runs;

/// <summary>The complete configuration of a run, as written to its <c>run.json</c>.</summary>
/// <param name="Started">Start of the run, in UTC.</param>
/// <param name="Architecture">The architecture that is trained.</param>
/// <param name="Declaration">The declaration of the architecture as C#, for programs that do not have the class.</param>
/// <param name="Task">Name of the task.</param>
/// <param name="DataSource">Description of the data's source.</param>
/// <param name="DataFolder">Folder of the user's own data files; null if there is none.</param>
/// <param name="CacheFolder">Folder of cached data.</param>
/// <param name="RowLength">Longest sequence that the task makes of a row, in positions; null for running text.</param>
/// <param name="Rows">Number of rows in each split.</param>
/// <param name="LengthsChecksum">A checksum of the rows' lengths.</param>
/// <param name="Baselines">Results of trivial models on the validation split.</param>
/// <param name="Options">The recipe's settings, overridden by the command line.</param>
/// <param name="Plan">The steps that follow from options and data.</param>
/// <param name="Machine">The machine on which the run was started.</param>
/// <param name="GitRevision">Commit of the working folder; null outside of a git repository.</param>
internal sealed record RunConfiguration(
    DateTime Started,
    ArchitectureJson Architecture,
    IReadOnlyList<string> Declaration,
    string Task,
    string DataSource,
    string? DataFolder,
    string CacheFolder,
    int? RowLength,
    SplitRows Rows,
    string LengthsChecksum,
    IReadOnlyList<Baseline> Baselines,
    TrainingOptions Options,
    TrainingPlan Plan,
    MachineReport Machine,
    string? GitRevision)
{
    /// <summary>Data that was named instead of a task; null if there was none.</summary>
    public OwnDataSettings? OwnData { get; init; }

    /// <summary>The columns that a declared task read from its table; null if it reads none, or <see cref="OwnData"/> names them.</summary>
    public RunColumns? Columns { get; init; }

    public static RunConfiguration Of(
        ArchitectureSpec architecture,
        ITask task,
        Dataset dataset,
        TrainingOptions options,
        string? dataFolder,
        string cacheFolder) => new(
            DateTime.UtcNow,
            ArchitectureJson.Of(architecture),
            DeclarationText.Of(architecture),
            task.Name,
            dataset.Source,
            dataFolder,
            cacheFolder,
            LengthOf(task),
            dataset.Rows(),
            dataset.LengthsChecksum(),
            dataset.Baselines,
            options,
            TrainingPlan.Of(dataset, options),
            MachineReport.Take(),
            Runs.GitRevision.OfWorkingFolder());

    private static int? LengthOf(ITask task) => task switch
    {
        // Its greatest length is that of its longest row, if none is set; the model reads longer rows as well.
        LabelledTextTask texts => texts.LongestText,
        SeriesTask series => series.LongestSeries,
        ISequenceTask sequences => sequences.MaxLength,
        IPairTask pairs => pairs.MaxLength,
        ISeriesTask series => series.MaxLength,
        _ => null,
    };
}
