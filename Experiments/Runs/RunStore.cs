using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Runs;

/// <summary>
/// Finds the runs below a folder. There is no database: each run's folder is written by one process, its configuration at the start, its
/// metrics line by line. Others may read at any time, and a run without an end line is running or was interrupted.
/// </summary>
internal static class RunStore
{
    /// <summary>Name of the folder for runs.</summary>
    public const string DefaultFolder = "runs";

    private const int DeepestFolder = 4;

    /// <summary>Number of bytes at the end of the metrics that are searched for the last line.</summary>
    private const int TailBytes = 1 << 17;

    /// <summary>Reads all trainings below a folder, sorted by their start. The list is empty if the folder does not exist.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="problem">Called with a message for each run's folder that cannot be read.</param>
    public static IReadOnlyList<StoredRun> Scan(string folder, Action<string>? problem = null) =>
        [.. Scan(folder, Read, problem).OrderBy(run => run.Started).ThenBy(run => run.Path, StringComparer.Ordinal)];

    /// <summary>Reads all runs below a folder, in the order of their paths; none if the folder does not exist.</summary>
    /// <typeparam name="T">What is read of a run.</typeparam>
    /// <param name="folder">The folder.</param>
    /// <param name="read">Reads a run's folder; null: it is left out.</param>
    /// <param name="problem">Called with a message for each run's folder that cannot be read.</param>
    public static IReadOnlyList<T> Scan<T>(string folder, Func<string, T?> read, Action<string>? problem = null)
        where T : class
    {
        var found = new List<T>();
        Collect(folder, 0);
        return found;

        void Collect(string path, int depth)
        {
            if (File.Exists(Path.Combine(path, RunFolder.ConfigurationFile)))
            {
                try
                {
                    if (read(path) is { } run)
                    {
                        found.Add(run);
                    }
                }
                catch (Exception trouble) when (
                    trouble is UsageException or IOException or UnauthorizedAccessException or JsonException
                        or InvalidOperationException or FormatException or NullReferenceException)
                {
                    problem?.Invoke($"{path} is skipped: {trouble.Message}");
                }
            }
            else if (depth < DeepestFolder && Directory.Exists(path))
            {
                foreach (var inner in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))
                {
                    Collect(inner, depth + 1);
                }
            }
        }
    }

    /// <summary>Reads a run; null if the folder holds something else, such as an imported checkpoint.</summary>
    public static StoredRun? Read(string folder)
    {
        var configuration = RunFolder.ReadConfiguration(folder);
        if (RecipeHash.Of(configuration) is not { } recipe || configuration["options"] is not JsonObject options)
        {
            return null;
        }

        var machine = configuration["machine"];
        var device = (string?)options["device"] is { } named && named != "cpu" ? $", {named}" : "";
        return new StoredRun(
            folder,
            (string)configuration["architecture"]!["name"]!,
            (long)configuration["architecture"]!["parameters"]!,
            (string)configuration["task"]!,
            (string?)configuration["dataSource"] ?? "",
            recipe,
            (long)options["seed"]!,
            StartOf(configuration),
            (int?)configuration["plan"]?["totalSteps"] ?? 0,
            $"{(string?)machine?["processor"] ?? "unknown processor"}, {Figures.Plural((int?)machine?["threads"] ?? 0, "thread")}{device}",
            configuration["baselines"].Deserialize<IReadOnlyList<Baseline>>(JsonSettings.Line) ?? [],
            (string?)configuration["gitRevision"],
            LastLine(folder, "end")?.Deserialize<TrainingResult>(JsonSettings.Line));
    }

    /// <summary>When a run began, in UTC.</summary>
    /// <param name="configuration">The run's configuration.</param>
    public static DateTime StartOf(JsonObject configuration) => DateTime.Parse(
        (string?)configuration["started"] ?? "0001-01-01",
        CultureInfo.InvariantCulture,
        DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    /// <summary>Reads the last line of a kind from a run's metrics; null if there is none near the end.</summary>
    public static JsonObject? LastLine(string folder, string kind)
    {
        var path = Path.Combine(folder, RunFolder.MetricsFile);
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = Open(path);
        file.Seek(-Math.Min(TailBytes, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n').Reverse()
            .Where(line => IsOf(kind, line))
            .Select(Parsed)
            .FirstOrDefault(line => line is not null);
    }

    /// <summary>Reads all lines of a kind from a run's metrics, in order; incomplete ones are left out.</summary>
    public static IEnumerable<JsonObject> LinesOf(string folder, string kind)
    {
        var path = Path.Combine(folder, RunFolder.MetricsFile);
        if (!File.Exists(path))
        {
            yield break;
        }

        using var reader = new StreamReader(Open(path), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (IsOf(kind, line) && Parsed(line) is { } members)
            {
                yield return members;
            }
        }
    }

    /// <summary>Opens a file that another process may be writing.</summary>
    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static bool IsOf(string kind, string line) => line.StartsWith($"{{\"kind\":\"{kind}\"", StringComparison.Ordinal);

    /// <summary>Parses a line; null if the line is incomplete.</summary>
    private static JsonObject? Parsed(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
