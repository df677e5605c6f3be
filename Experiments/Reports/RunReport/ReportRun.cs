using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>One of the runs of a report.</summary>
/// <param name="Folder">Its folder, as it was named.</param>
/// <param name="Label">What the report calls it: short, and of no other run of the report.</param>
/// <param name="Configuration">What it was made of.</param>
/// <param name="Metrics">What it measured.</param>
/// <param name="Architecture">What it trains; null where this program does not declare it.</param>
internal sealed record ReportRun(string Folder, string Label, JsonObject Configuration, RunMetrics Metrics, ArchitectureSpec? Architecture)
{
    /// <summary>What its model did with single rows, where that is known.</summary>
    public RunInsights? Insights { get; init; }

    /// <summary>Name of what it trains.</summary>
    public string ArchitectureName => (string?)Configuration["architecture"]?["name"] ?? "an unknown architecture";

    /// <summary>Its task.</summary>
    public string Task => (string?)Configuration["task"] ?? "an unknown task";

    /// <summary>Its seed.</summary>
    public long? Seed => (long?)Configuration["options"]?["seed"];

    /// <summary>Parameters of its model.</summary>
    public long? Parameters => (long?)Configuration["architecture"]?["parameters"];

    /// <summary>Its steps per epoch.</summary>
    public int? StepsPerEpoch => (int?)Configuration["plan"]?["stepsPerEpoch"];

    /// <summary>How long it has taken.</summary>
    public double Seconds =>
        Metrics.End?.Seconds ?? Math.Max(Metrics.Steps.LastOrDefault()?.Seconds ?? 0, Metrics.Evaluations.LastOrDefault()?.Seconds ?? 0);

    /// <summary>Reads runs.</summary>
    /// <param name="folders">Their folders.</param>
    /// <param name="catalogue">Where their architectures are looked up.</param>
    /// <exception cref="UsageException">One is not a run, or has no metrics.</exception>
    public static IReadOnlyList<ReportRun> Read(IReadOnlyList<string> folders, ArchitectureCatalogue catalogue)
    {
        string[] paths = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];
        if (paths.GroupBy(path => path).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UsageException($"{twice.Key} is given twice.");
        }

        var runs = new List<ReportRun>();
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                throw new UsageException($"There is no run {path}.");
            }

            var configuration = RunFolder.ReadConfiguration(path);
            var name = (string?)configuration["architecture"]?["fullName"];
            runs.Add(
                new ReportRun(path, "", configuration, RunMetrics.Read(path), catalogue.All.FirstOrDefault(spec => spec.FullName == name)));
        }

        return [.. runs.Zip(Labels(runs), (run, label) => run with { Label = label })];
    }

    /// <summary>The architecture where that tells runs apart, else with the seed, else the folder.</summary>
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
