using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Runs;

/// <summary>
/// All runs below a folder. The run folders themselves are the store: each is written by one process, its configuration at once and its
/// metrics line by line, so that any number may be written while others read, and a run that was cut off is seen as such.
/// </summary>
internal static class RunStore
{
    /// <summary>The folder that runs go to.</summary>
    public const string DefaultFolder = "runs";

    private const int DeepestFolder = 4;

    /// <summary>The end of the metrics, in which the last lines are looked for.</summary>
    private const int TailBytes = 1 << 17;

    /// <summary>Reads the runs below a folder, in the order they began; of a folder that is not there, none.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="problem">Told of folders that look like runs and cannot be read.</param>
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
                    problem?.Invoke($"{path} is left out: {trouble.Message}");
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

    /// <summary>Reads one run; null if its folder is of another kind, such as an imported checkpoint's.</summary>
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

    /// <summary>The last line of a kind at the end of a run's metrics; null if there is none.</summary>
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

    /// <summary>A line; null if it was cut off.</summary>
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
