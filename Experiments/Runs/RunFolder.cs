using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Io;
using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Experiments.Runs;

/// <summary>The folder of one run: its configuration, its metrics and its checkpoints.</summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>File name of the configuration.</summary>
    public const string ConfigurationFile = TrainedRun.ConfigurationFile;

    /// <summary>File name of the metrics, with one JSON object per line.</summary>
    public const string MetricsFile = "metrics.jsonl";

    /// <summary>The entry of the configuration that names an imported checkpoint.</summary>
    public const string ImportedFrom = "importedFrom";

    /// <summary>The entry of the configuration that names the run that was exported.</summary>
    public const string ExportedFrom = TrainedRun.ExportedFrom;

    private const string Last = "last";
    private const string Best = "best";
    private const string State = "state";

    private readonly RunLock _lock;
    private readonly FileStream _metrics;

    private RunFolder(string path)
    {
        Path = path;
        var checkpoints = System.IO.Path.GetDirectoryName(LastCheckpoint)!;
        Directory.CreateDirectory(checkpoints);
        _lock = RunLock.Take(path);
        try
        {
            AtomicFile.RemoveTemporaries(path);
            AtomicFile.RemoveTemporaries(checkpoints);

            // Without a buffer: a line is written at once, so closing the file cannot fail when the disk is full.
            _metrics = new FileStream(
                System.IO.Path.Combine(path, MetricsFile), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            _metrics.Seek(0, SeekOrigin.End);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>Path of the folder.</summary>
    public string Path { get; }

    /// <summary>Path of the last saved parameters.</summary>
    public string LastCheckpoint => CheckpointIn(Path, Last);

    /// <summary>Path of the last saved training state, from which the training can be resumed.</summary>
    public string StateFile => CheckpointIn(Path, State);

    /// <summary>Path of the training state before the last one, used if <see cref="StateFile"/> is damaged.</summary>
    public string PreviousStateFile => CheckpointIn(Path, $"{State}.previous");

    /// <summary>Path to which a damaged <see cref="StateFile"/> is moved.</summary>
    public string DamagedStateFile => CheckpointIn(Path, $"{State}.damaged");

    /// <summary>Path of the parameters with the best result on the validation split.</summary>
    public string BestCheckpoint => CheckpointIn(Path, Best);

    /// <summary>Path of a checkpoint in a run's folder.</summary>
    public static string CheckpointIn(string run, string name) => TrainedRun.CheckpointIn(run, name);

    /// <summary>Path of the file that describes the official checkpoint of an imported run.</summary>
    public static string LayoutIn(string run) => System.IO.Path.Combine(run, "imported.json");

    /// <summary>Finds a checkpoint of a run.</summary>
    /// <param name="run">The folder of the run.</param>
    /// <param name="name"><c>best</c> or <c>last</c>; null: the best, else the last.</param>
    /// <exception cref="UsageException">There is no such run, or the run has no such checkpoint.</exception>
    public static string FindCheckpoint(string run, string? name)
    {
        if (!Directory.Exists(run))
        {
            throw new UsageException($"There is no run {run}. Name the folder of a run.");
        }

        return TrainedRun.FindCheckpoint(run, name)
            ?? throw new UsageException($"{run} has no {name ?? $"{Best} and no {Last}"} checkpoint.");
    }

    /// <summary>The folder that a checkpoint's run would have; null at the root.</summary>
    public static string? OfCheckpoint(string checkpoint) =>
        System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(checkpoint)));

    /// <summary>Reads the configuration of the run to which a checkpoint belongs; null if it belongs to none.</summary>
    public static JsonObject? ConfigurationOf(string checkpoint) =>
        OfCheckpoint(checkpoint) is { } folder
            && File.Exists(System.IO.Path.Combine(folder, ConfigurationFile)) ? ReadConfiguration(folder) : null;

    /// <summary>Creates the folder of a new run. The folder may exist if it is empty.</summary>
    /// <exception cref="UsageException">The folder is not empty.</exception>
    public static RunFolder Create(string path)
    {
        RequireFree(path);
        return new RunFolder(path);
    }

    /// <summary>
    /// Opens the folder of a run that is continued, and locks it.
    /// </summary>
    /// <exception cref="UsageException">There is no such run.</exception>
    /// <exception cref="RunBusyException">Another process is writing to the folder.</exception>
    public static RunFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new UsageException($"There is no run {path}. Name the folder of a run.");
        }

        ReadConfiguration(path);
        return new RunFolder(path);
    }

    /// <summary>Checks that a path does not exist or is an empty folder.</summary>
    /// <exception cref="UsageException">Something exists at the path.</exception>
    public static void RequireFree(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new UsageException($"{path} exists already, and runs never overwrite files. Name another folder.");
        }
    }

    /// <summary>Checks that files can be written at a path, before a long training starts. Nothing stays there.</summary>
    /// <exception cref="UsageException">Nothing can be written at the path.</exception>
    public static void RequireWritable(string path)
    {
        var isNew = !Directory.Exists(path);
        try
        {
            Directory.CreateDirectory(path);
            var probe = System.IO.Path.Combine(path, $".{Guid.NewGuid():N}.tmp");
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
            if (isNew)
            {
                Directory.Delete(path);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be written to: {problem.Message} Name another folder.");
        }
    }

    /// <summary>A new folder in <c>runs/</c>, named after the architecture, the time and the seed.</summary>
    public static string NewPath(string architecture, DateTime utc, long seed) =>
        FreePath(System.IO.Path.Combine(RunStore.DefaultFolder, $"{architecture}-{utc:yyyyMMdd-HHmmss}-seed{seed}"));

    /// <summary>A folder that does not exist: the wanted one, else the same name with a number appended.</summary>
    /// <param name="wanted">Path of the wanted folder.</param>
    public static string FreePath(string wanted)
    {
        var free = wanted;
        for (var i = 2; Directory.Exists(free); i++)
        {
            free = $"{wanted}-{i}";
        }

        return free;
    }

    /// <summary>Writes the configuration.</summary>
    public void WriteConfiguration(object configuration) =>
        AtomicFile.Write(
            System.IO.Path.Combine(Path, ConfigurationFile),
            stream => JsonSerializer.Serialize(stream, configuration, JsonSettings.Indented));

    /// <summary>Reads the configuration of a run.</summary>
    /// <exception cref="UsageException">The file is missing or cannot be read.</exception>
    public static JsonObject ReadConfiguration(string run)
    {
        var path = System.IO.Path.Combine(run, ConfigurationFile);
        if (!File.Exists(path))
        {
            throw new UsageException($"{run} is not a run: it has no {ConfigurationFile}.");
        }

        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject
                ?? throw new UsageException($"{path} is not a JSON object.");
        }
        catch (JsonException problem)
        {
            throw new UsageException($"{path} is not valid JSON: {problem.Message}");
        }
    }

    /// <summary>Number of bytes of metrics that are written.</summary>
    public long MetricsBytes => _metrics.Position;

    /// <summary>Reads how a run ended; null while it runs, or if it was interrupted and can be resumed.</summary>
    public static TrainingResult? ResultOf(string run)
    {
        var path = System.IO.Path.Combine(run, MetricsFile);
        var line = File.Exists(path) ? File.ReadLines(path).LastOrDefault() : null;
        try
        {
            return line is not null && JsonNode.Parse(line) is JsonObject members && (string?)members["kind"] == "end"
                && members.Deserialize<TrainingResult>(JsonSettings.Line) is { Status: not TrainingStatus.Interrupted } result
                    ? result
                    : null;
        }
        catch (JsonException)
        {
            // The process ended while it wrote this line.
            return null;
        }
    }

    /// <summary>Adds a line to the metrics. It has been handed to the operating system when this method returns.</summary>
    /// <param name="kind">Kind of the line, its first member: <c>step</c>, <c>evaluation</c> or <c>end</c>.</param>
    /// <param name="metrics">The object with the line's other members.</param>
    public void Append(string kind, object metrics)
    {
        var members = JsonSerializer.SerializeToNode(metrics, metrics.GetType(), JsonSettings.Line)!.AsObject();
        members.Insert(0, "kind", kind);
        _metrics.Write(Encoding.UTF8.GetBytes(members.ToJsonString(JsonSettings.Line) + "\n"));
    }

    /// <summary>Waits until the metrics are stored on the disk.</summary>
    public void FlushMetrics() => _metrics.Flush(flushToDisk: true);

    /// <summary>Removes the end of the metrics.</summary>
    /// <param name="bytes">Number of bytes that stay, from an earlier <see cref="MetricsBytes"/>.</param>
    /// <exception cref="IOException">The file is shorter.</exception>
    public void CutMetrics(long bytes)
    {
        if (_metrics.Length < bytes)
        {
            var sizes = string.Create(CultureInfo.InvariantCulture, $"{_metrics.Length:N0} bytes, but had {bytes:N0}");
            throw new IOException(
                $"{_metrics.Name} has {sizes} when the checkpoint was saved: lines are missing. "
                + "Restore the file from a copy, or train again from the beginning.");
        }

        _metrics.SetLength(bytes);
        _metrics.Seek(bytes, SeekOrigin.Begin);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _lock.Dispose();
    }
}
