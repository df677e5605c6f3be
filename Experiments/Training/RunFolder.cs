using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Training;

/// <summary>The folder of one run: its configuration, its metrics and its checkpoints.</summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The resolved configuration.</summary>
    public const string ConfigurationFile = "run.json";

    /// <summary>The metrics, one JSON object a line.</summary>
    public const string MetricsFile = "metrics.jsonl";

    private readonly StreamWriter _metrics;

    private RunFolder(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(LastCheckpoint)!);
        _metrics = new StreamWriter(System.IO.Path.Combine(path, MetricsFile));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The parameters last saved.</summary>
    public string LastCheckpoint => CheckpointIn(Path, "last");

    /// <summary>The parameters that were best on the validation split.</summary>
    public string BestCheckpoint => CheckpointIn(Path, "best");

    /// <summary>Where a run's checkpoint of some name is.</summary>
    public static string CheckpointIn(string run, string name) => System.IO.Path.Combine(run, "checkpoints", $"{name}.safetensors");

    /// <summary>Where an imported run keeps how its official checkpoint was written.</summary>
    public static string LayoutIn(string run) => System.IO.Path.Combine(run, "imported.json");

    /// <summary>The checkpoint of a run that is there.</summary>
    /// <param name="run">The folder of the run.</param>
    /// <param name="name">best or last; null: the best, else the last.</param>
    /// <exception cref="UsageException">There is no such run, or no such checkpoint in it.</exception>
    public static string FindCheckpoint(string run, string? name)
    {
        if (!Directory.Exists(run))
        {
            throw new UsageException($"There is no run {run}.");
        }

        string[] names = name is null ? ["best", "last"] : [name];
        return names.Select(wanted => CheckpointIn(run, wanted)).FirstOrDefault(File.Exists)
            ?? throw new UsageException($"{run} has no {string.Join(" and no ", names)} checkpoint.");
    }

    /// <summary>The configuration of the run that a checkpoint lies in; null if it lies in none.</summary>
    public static JsonObject? ConfigurationOf(string checkpoint) =>
        System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(checkpoint))) is { } folder
            && File.Exists(System.IO.Path.Combine(folder, ConfigurationFile)) ? ReadConfiguration(folder) : null;

    /// <summary>Makes a folder for a new run; one that holds anything is not touched.</summary>
    /// <exception cref="UsageException">The folder is taken.</exception>
    public static RunFolder Create(string path)
    {
        RequireFree(path);
        return new RunFolder(path);
    }

    /// <summary>Refuses a path at which there is something.</summary>
    /// <exception cref="UsageException">The folder is taken.</exception>
    public static void RequireFree(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new UsageException($"{path} is there already, and a run overwrites nothing. Name another folder.");
        }
    }

    /// <summary>A folder under <c>runs/</c> that is not there yet, named after the architecture, the time and the seed.</summary>
    public static string NewPath(string architecture, DateTime utc, long seed)
    {
        string path = System.IO.Path.Combine("runs", $"{architecture}-{utc:yyyyMMdd-HHmmss}-seed{seed}");
        string free = path;
        for (int i = 2; Directory.Exists(free); i++)
        {
            free = $"{path}-{i}";
        }

        return free;
    }

    /// <summary>Writes the configuration.</summary>
    public void WriteConfiguration(object configuration) =>
        AtomicFile.Write(
            System.IO.Path.Combine(Path, ConfigurationFile),
            stream => JsonSerializer.Serialize(stream, configuration, RunJson.Indented));

    /// <summary>Reads the configuration of a run.</summary>
    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public static JsonObject ReadConfiguration(string run)
    {
        string path = System.IO.Path.Combine(run, ConfigurationFile);
        if (!File.Exists(path))
        {
            throw new UsageException($"{run} is no run: it has no {ConfigurationFile}.");
        }

        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject
                ?? throw new UsageException($"{path} holds no JSON object.");
        }
        catch (JsonException problem)
        {
            throw new UsageException($"{path} is no JSON: {problem.Message}");
        }
    }

    /// <summary>Adds a line to the metrics; it is on the disk's way when this returns.</summary>
    /// <param name="kind">What the line is about; its first member.</param>
    /// <param name="metrics">Its other members.</param>
    public void Append(string kind, object metrics)
    {
        JsonObject members = JsonSerializer.SerializeToNode(metrics, metrics.GetType(), RunJson.Line)!.AsObject();
        members.Insert(0, "kind", kind);
        _metrics.WriteLine(members.ToJsonString(RunJson.Line));
        _metrics.Flush();
    }

    public void Dispose() => _metrics.Dispose();
}
