using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>What a run has measured so far, as its metrics file tells it.</summary>
/// <param name="Steps">Its steps, by number.</param>
/// <param name="Evaluations">Its evaluations.</param>
/// <param name="End">How it ended; null: it did not yet, or was killed.</param>
/// <param name="Problems">Lines that could not be read, for people.</param>
internal sealed record RunMetrics(
    IReadOnlyList<StepMetrics> Steps,
    IReadOnlyList<EvaluationMetrics> Evaluations,
    TrainingResult? End,
    IReadOnlyList<string> Problems)
{
    /// <summary>Evaluations on the validation split, by step.</summary>
    public IReadOnlyList<EvaluationMetrics> Validations { get; } = [.. Evaluations.Where(evaluation => evaluation.Split == "validation")];

    /// <summary>The validation whose parameters were kept; null before there was one.</summary>
    public EvaluationMetrics? Best => Validations.LastOrDefault(validation => validation.IsBest);

    /// <summary>The evaluation of those on the test split, if there was one.</summary>
    public EvaluationMetrics? Test => Evaluations.LastOrDefault(evaluation => evaluation.Split == "test");

    /// <summary>Tokens trained on per second, the median over the steps; null before the first.</summary>
    public double? MedianThroughput =>
        Steps.Count == 0 ? null : Steps.Select(step => step.TokensPerSecond).Order().ElementAt(Steps.Count / 2);

    /// <summary>The most memory that was resident after a step; null before the first.</summary>
    public long? MostBytes => Steps.Count == 0 ? null : Steps.Max(step => step.ResidentBytes);

    /// <summary>Whether it trains a language model.</summary>
    public bool IsLanguage => Evaluations.Any(evaluation => evaluation.Perplexity is not null);

    /// <summary>
    /// Reads the metrics of a run; lines that are damaged, as the last one of a killed process may be, are left out and told.
    /// </summary>
    /// <param name="run">The folder of the run.</param>
    /// <exception cref="UsageException">There are none, or none can be read.</exception>
    public static RunMetrics Read(string run)
    {
        var path = Path.Combine(run, RunFolder.MetricsFile);
        if (!File.Exists(path))
        {
            throw new UsageException(
                $"{run} has no {RunFolder.MetricsFile}: nothing was trained there, so that there is nothing to report. Leave it out.");
        }

        var steps = new List<StepMetrics>();
        var evaluations = new List<EvaluationMetrics>();
        var problems = new List<string>();
        TrainingResult? end = null;
        var number = 0;
        foreach (var line in Lines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                var members = JsonNode.Parse(line) as JsonObject ?? throw new JsonException("it is no object");
                switch ((string?)members["kind"])
                {
                    case "step":
                        var step = Parse<StepMetrics>(members, "step", "loss");

                        // A resumed run repeated these steps.
                        steps.RemoveAll(earlier => earlier.Step >= step.Step);
                        evaluations.RemoveAll(earlier => earlier.Step >= step.Step);
                        steps.Add(step);
                        end = null;
                        break;
                    case "evaluation":
                        evaluations.Add(Parse<EvaluationMetrics>(members, "split", "step", "loss"));
                        break;
                    case "end":
                        end = Parse<TrainingResult>(members, "status");
                        break;
                }
            }
            catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
            {
                problems.Add($"{path}, line {number}: cannot be read ({FirstSentence(problem.Message)}); it is left out.");
            }
        }

        if (steps.Count == 0 && evaluations.Count == 0)
        {
            throw new UsageException(
                problems.Count == 0
                    ? $"{path} is empty: the run has measured nothing yet. Wait for its first step, or leave it out."
                    : $"{path} holds no line that can be read. The first: {problems[0]} Leave the run out, or train it again.");
        }

        return new RunMetrics(steps, evaluations, end, problems);
    }

    /// <summary>The lines of a file that another process may be writing to.</summary>
    private static IEnumerable<string> Lines(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static T Parse<T>(JsonObject members, params string[] needed)
    {
        foreach (var name in needed)
        {
            if (members[name] is null)
            {
                throw new JsonException($"it has no {name}");
            }
        }

        return members.Deserialize<T>(JsonSettings.Line)!;
    }

    private static string FirstSentence(string message) => message.Split(". ")[0].TrimEnd('.');
}
