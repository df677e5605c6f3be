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

    private RunFolder(string path, bool isNew)
    {
        Path = path;
        var checkpoints = System.IO.Path.GetDirectoryName(LastCheckpoint)!;
        Directory.CreateDirectory(path);
        _lock = RunLock.Take(path, isNew);
        try
        {
            Directory.CreateDirectory(checkpoints);
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
            throw Missing(run);
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
        try
        {
            return new RunFolder(path, isNew: true);
        }
        catch (FolderTakenException)
        {
            throw Taken(path);
        }
    }

    /// <summary>
    /// Creates a folder for a run that nobody has named: the wanted one, else the same name with a number. Of several processes that want
    /// the same folder, each gets its own.
    /// </summary>
    /// <param name="wanted">Path of the wanted folder.</param>
    public static RunFolder CreateNext(string wanted)
    {
        for (var path = wanted; ; path = FreePath(wanted))
        {
            try
            {
                if (!Exists(path))
                {
                    return new RunFolder(path, isNew: true);
                }
            }
            catch (FolderTakenException)
            {
                // Another process made it after the name was chosen.
            }
        }
    }

    /// <summary>
    /// Opens the folder of a run that is continued, and locks it.
    /// </summary>
    /// <exception cref="UsageException">There is no such run.</exception>
    /// <exception cref="RunBusyException">Another process is writing to the folder.</exception>
    public static RunFolder Open(string path)
    {
        ReadConfiguration(path);
        return new RunFolder(path, isNew: false);
    }

    /// <summary>Checks that a path does not exist or is an empty folder.</summary>
    /// <exception cref="UsageException">Something exists at the path.</exception>
    public static void RequireFree(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw Taken(path);
        }
    }

    /// <summary>A folder in <c>runs/</c>, named after the architecture, the time and the seed; it may exist.</summary>
    public static string DefaultPath(string architecture, DateTime utc, long seed) =>
        System.IO.Path.Combine(RunStore.DefaultFolder, $"{architecture}-{utc:yyyyMMdd-HHmmss}-seed{seed}");

    /// <summary>A folder that does not exist: the wanted one, else the same name with a number appended.</summary>
    /// <param name="wanted">Path of the wanted folder.</param>
    public static string FreePath(string wanted)
    {
        var free = wanted;
        for (var i = 2; Exists(free); i++)
        {
            free = $"{wanted}-{i}";
        }

        return free;
    }

    private static bool Exists(string path) => Directory.Exists(path) || File.Exists(path);

    private static UsageException Taken(string path) =>
        new($"{path} exists already, and runs never overwrite files. Name another folder.");

    /// <summary>Writes the configuration.</summary>
    public void WriteConfiguration(object configuration) =>
        AtomicFile.Write(
            System.IO.Path.Combine(Path, ConfigurationFile),
            stream => JsonSerializer.Serialize(stream, configuration, JsonSettings.Indented));

    /// <summary>Reads the configuration of a run.</summary>
    /// <exception cref="UsageException">The file is missing, cannot be read, or was changed so that it is no configuration.</exception>
    public static JsonObject ReadConfiguration(string run)
    {
        var path = System.IO.Path.Combine(run, ConfigurationFile);
        if (!Directory.Exists(run))
        {
            throw Missing(run);
        }

        if (!File.Exists(path))
        {
            throw new UsageException($"{run} is not a run: it has no {ConfigurationFile}.");
        }

        try
        {
            var configuration = JsonNode.Parse(File.ReadAllText(path)) as JsonObject
                ?? throw new UsageException($"{path} is not a JSON object.");
            ConfigurationShape.Check(path, configuration);
            return configuration;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            throw new UsageException($"{path} is not valid JSON: {problem.Message}");
        }
    }

    private static UsageException Missing(string run) => new(File.Exists(run)
        ? $"{run} is a file, not the folder of a RUN."
        : $"There is no run {run}. Name the folder of a RUN{Nearby(run)}.");

    /// <summary>Some runs beside a missing one, for the message.</summary>
    private static string Nearby(string run)
    {
        var parent = System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(run)) is { Length: > 0 } named
            ? named : RunStore.DefaultFolder;
        string[] names = Directory.Exists(parent)
            ? [.. Directory.EnumerateDirectories(parent).Where(IsRun).Select(folder => System.IO.Path.GetFileName(folder)!)]
            : [];
        var near = NearestNames.Near(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(run)), names);
        return near.Length == 0 ? "" : $", such as {string.Join(" or ", near.Select(name => System.IO.Path.Combine(parent, name)))}";
    }

    private static bool IsRun(string folder) => File.Exists(System.IO.Path.Combine(folder, ConfigurationFile));

    /// <summary>Number of bytes of metrics that are written.</summary>
    public long MetricsBytes => _metrics.Position;

    /// <summary>Reads how a run ended; null while it runs, or if it was interrupted and can be resumed.</summary>
    public static TrainingResult? ResultOf(string run)
    {
        var path = System.IO.Path.Combine(run, MetricsFile);
        var line = File.Exists(path) ? File.ReadLines(path).LastOrDefault() : null;
        try
        {
            return line is not null && JsonNode.Parse(line) is JsonObject members
                && members["kind"] is JsonValue kind && kind.TryGetValue(out string? name) && name == "end"
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
