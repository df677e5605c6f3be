using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>One run of a report.</summary>
/// <param name="Folder">The run's folder, as given on the command line.</param>
/// <param name="Label">A short name that is unique in the report.</param>
/// <param name="Configuration">The content of <c>run.json</c>.</param>
/// <param name="Metrics">The content of <c>metrics.jsonl</c>.</param>
/// <param name="Architecture">The run's architecture; null if this program does not declare it.</param>
internal sealed record ReportRun(string Folder, string Label, JsonObject Configuration, RunMetrics Metrics, ArchitectureSpec? Architecture)
{
    /// <summary>The model's predictions for single rows; null if unknown.</summary>
    public RunInsights? Insights { get; init; }

    /// <summary>Name of the architecture.</summary>
    public string ArchitectureName => (string?)Configuration["architecture"]?["name"] ?? "an unknown architecture";

    /// <summary>Name of the task.</summary>
    public string Task => (string?)Configuration["task"] ?? "an unknown task";

    /// <summary>The run's seed.</summary>
    public long? Seed => (long?)Configuration["options"]?["seed"];

    /// <summary>Number of parameters of the model.</summary>
    public long? Parameters => (long?)Configuration["architecture"]?["parameters"];

    /// <summary>Number of steps per epoch.</summary>
    public int? StepsPerEpoch => (int?)Configuration["plan"]?["stepsPerEpoch"];

    /// <summary>Duration of the run so far, in seconds.</summary>
    public double Seconds =>
        Metrics.End?.Seconds ?? Math.Max(Metrics.Steps.LastOrDefault()?.Seconds ?? 0, Metrics.Evaluations.LastOrDefault()?.Seconds ?? 0);

    /// <summary>Reads runs.</summary>
    /// <param name="folders">The runs' folders.</param>
    /// <param name="catalogue">The known architectures.</param>
    /// <exception cref="UsageException">A folder is not a run, has no metrics, or is given twice.</exception>
    public static IReadOnlyList<ReportRun> Read(IReadOnlyList<string> folders, ArchitectureCatalogue catalogue)
    {
        string[] paths = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];
        if (paths.GroupBy(path => path).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UsageException($"{twice.Key} is given twice; name every run once.");
        }

        var runs = new List<ReportRun>();
        foreach (var path in paths)
        {
            var configuration = RunFolder.ReadConfiguration(path);
            var name = (string?)configuration["architecture"]?["fullName"];
            runs.Add(
                new ReportRun(path, "", configuration, RunMetrics.Read(path), catalogue.All.FirstOrDefault(spec => spec.FullName == name)));
        }

        return [.. runs.Zip(Labels(runs), (run, label) => run with { Label = label })];
    }

    /// <summary>The shortest of these that is different for all runs: architecture, architecture and seed, folder's name, folder.</summary>
    private static IEnumerable<string> Labels(List<ReportRun> runs)
    {
        Func<ReportRun, string>[] ways =
        [
            run => run.ArchitectureName,
            run => $"{run.ArchitectureName}, seed {run.Seed}",
            run => Path.GetFileName(run.Folder),
            run => run.Folder,
        ];
        return runs.Select(ways.First(way => runs.Select(way).Distinct().Count() == runs.Count));
    }
}
