using System.Text.Json;

namespace SerpentDsl.Experiments.Timings;

/// <summary>Results of the Python script, or of an earlier run of ours, by name.</summary>
internal sealed class BaselineFile
{
    private readonly Dictionary<string, double> _medians;

    private BaselineFile(Dictionary<string, double> medians) => _medians = medians;

    /// <summary>How many results there are.</summary>
    public int Count => _medians.Count;

    /// <summary>Reads <c>{"results": {name: {"median_ms": number}}}</c>.</summary>
    /// <exception cref="UsageException">The file is missing or holds something else.</exception>
    public static BaselineFile Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new BaselineFile(document.RootElement.GetProperty("results").EnumerateObject()
                .ToDictionary(entry => entry.Name, entry => entry.Value.GetProperty("median_ms").GetDouble(), StringComparer.Ordinal));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--baseline {path} cannot be read: {problem.Message}");
        }
        catch (Exception problem) when (
            problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UsageException(
                $"--baseline {path} holds no results: {problem.Message} A file of benchmarks/official/baseline.py or of 'bench --json' "
                + $"is needed, {{\"results\": {{NAME: {{\"median_ms\": NUMBER}}}}}}.");
        }
    }

    /// <summary>The median of a case under each of its names that the file has, in milliseconds.</summary>
    public IEnumerable<(string Name, double MedianMs)> Of(BenchmarkCase one)
    {
        foreach (var name in one.OtherBaselines.Prepend(one.Name))
        {
            if (_medians.TryGetValue(name, out var median))
            {
                yield return (name, median);
            }
        }
    }
}
