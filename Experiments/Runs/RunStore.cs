using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>Reads all runs below a folder, sorted by their start. The list is empty if the folder does not exist.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="problem">Called with a message for each run's folder that cannot be read.</param>
    public static IReadOnlyList<StoredRun> Scan(string folder, Action<string>? problem = null)
    {
        var found = new List<StoredRun>();
        Collect(folder, 0);
        return [.. found.OrderBy(run => run.Started).ThenBy(run => run.Path, StringComparer.Ordinal)];

        void Collect(string path, int depth)
        {
            if (File.Exists(Path.Combine(path, RunFolder.ConfigurationFile)))
            {
                try
                {
                    if (Read(path) is { } run)
                    {
                        found.Add(run);
                    }
                }
                catch (Exception trouble) when (
                    trouble is UsageException or IOException or UnauthorizedAccessException or JsonException
                        or InvalidOperationException or FormatException)
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
            DateTime.Parse(
                (string?)configuration["started"] ?? "0001-01-01",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
            (int?)configuration["plan"]?["totalSteps"] ?? 0,
            $"{(string?)machine?["processor"] ?? "unknown processor"}, {Figures.Plural((int?)machine?["threads"] ?? 0, "thread")}{device}",
            (string?)configuration["gitRevision"],
            LastLine(folder, "end")?.Deserialize<TrainingResult>(JsonSettings.Line));
    }

    /// <summary>Reads the last line of a kind from a run's metrics; null if there is none near the end.</summary>
    public static JsonObject? LastLine(string folder, string kind)
    {
        var path = Path.Combine(folder, RunFolder.MetricsFile);
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(TailBytes, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n').Reverse()
            .Where(line => line.StartsWith($"{{\"kind\":\"{kind}\"", StringComparison.Ordinal))
            .Select(Parsed)
            .FirstOrDefault(line => line is not null);
    }

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
