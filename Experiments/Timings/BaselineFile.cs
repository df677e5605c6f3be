using System.Text.Json;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Timings;

/// <summary>Median times of the Python script, or of an earlier run of <c>bench</c>, by case name.</summary>
internal sealed class BaselineFile
{
    private const int LargestFile = 100_000_000;

    private readonly Dictionary<string, double> _medians;

    private BaselineFile(Dictionary<string, double> medians) => _medians = medians;

    /// <summary>Number of results.</summary>
    public int Count => _medians.Count;

    /// <summary>Reads a file of the form <c>{"results": {name: {"median_ms": number}}}</c>.</summary>
    /// <exception cref="UsageException">The file is missing or has another form.</exception>
    public static BaselineFile Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(RegularFile.ReadAllBytes(path, LargestFile));
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
                $"--baseline {path} has no results: {problem.Message} Name a file written by benchmarks/official/baseline.py or 'bench "
                + $"--json', of the form {{\"results\": {{NAME: {{\"median_ms\": NUMBER}}}}}}.");
        }
    }

    /// <summary>Median times of a case in milliseconds, under each of the case's names that the file has.</summary>
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
