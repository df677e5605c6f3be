using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Runs;

/// <summary>The folder of one run: its configuration, its metrics and its checkpoints.</summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The resolved configuration.</summary>
    public const string ConfigurationFile = "run.json";

    /// <summary>The metrics, one JSON object a line.</summary>
    public const string MetricsFile = "metrics.jsonl";

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

            // Without a buffer, nothing is left to be written when a full disk has ended the run.
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

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The parameters last saved.</summary>
    public string LastCheckpoint => CheckpointIn(Path, Last);

    /// <summary>Everything that the training is resumed from.</summary>
    public string StateFile => CheckpointIn(Path, State);

    /// <summary>The one saved before, kept in case that <see cref="StateFile"/> is damaged.</summary>
    public string PreviousStateFile => CheckpointIn(Path, $"{State}.previous");

    /// <summary>Where a damaged <see cref="StateFile"/> is put aside.</summary>
    public string DamagedStateFile => CheckpointIn(Path, $"{State}.damaged");

    /// <summary>The parameters that were best on the validation split.</summary>
    public string BestCheckpoint => CheckpointIn(Path, Best);

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

        string[] names = name is null ? [Best, Last] : [name];
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

    /// <summary>
    /// Opens the folder of a run that is continued. What a killed process left half-written is removed; nothing else is changed.
    /// </summary>
    /// <exception cref="UsageException">There is no such run.</exception>
    /// <exception cref="RunBusyException">It is being written by another process.</exception>
    public static RunFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new UsageException($"There is no run {path}.");
        }

        ReadConfiguration(path);
        return new RunFolder(path);
    }

    /// <summary>Refuses a path at which there is something.</summary>
    /// <exception cref="UsageException">The folder is taken.</exception>
    public static void RequireFree(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new UsageException($"{path} exists already, and a run overwrites nothing. Name another folder.");
        }
    }

    /// <summary>Refuses a path at which nothing can be written, before hours are spent on it; leaves nothing there.</summary>
    /// <exception cref="UsageException">It cannot be written to.</exception>
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

    /// <summary>A folder under <c>runs/</c> that is not there yet, named after the architecture, the time and the seed.</summary>
    public static string NewPath(string architecture, DateTime utc, long seed) =>
        FreePath(System.IO.Path.Combine(RunStore.DefaultFolder, $"{architecture}-{utc:yyyyMMdd-HHmmss}-seed{seed}"));

    /// <summary>A folder that is not there yet: the wanted one, else the same with a number behind.</summary>
    /// <param name="wanted">The wanted path.</param>
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
    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
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
                ?? throw new UsageException($"{path} does not hold a JSON object.");
        }
        catch (JsonException problem)
        {
            throw new UsageException($"{path} is not valid JSON: {problem.Message}");
        }
    }

    /// <summary>How much of the metrics is written.</summary>
    public long MetricsBytes => _metrics.Position;

    /// <summary>How the run ended; null when it has not, or was stopped and can be resumed.</summary>
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
            // A line cut short by the end of its process.
            return null;
        }
    }

    /// <summary>Adds a line to the metrics; the operating system has it when this returns.</summary>
    /// <param name="kind">What the line is about; its first member.</param>
    /// <param name="metrics">Its other members.</param>
    public void Append(string kind, object metrics)
    {
        var members = JsonSerializer.SerializeToNode(metrics, metrics.GetType(), JsonSettings.Line)!.AsObject();
        members.Insert(0, "kind", kind);
        _metrics.Write(Encoding.UTF8.GetBytes(members.ToJsonString(JsonSettings.Line) + "\n"));
    }

    /// <summary>Waits until the metrics are on the disk.</summary>
    public void FlushMetrics() => _metrics.Flush(flushToDisk: true);

    /// <summary>Removes what was added to the metrics since.</summary>
    /// <param name="bytes">How much of them was written, from <see cref="MetricsBytes"/>.</param>
    /// <exception cref="IOException">There is less.</exception>
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
