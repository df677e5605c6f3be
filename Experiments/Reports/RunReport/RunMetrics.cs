using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>The measurements of a run so far, read from its metrics file.</summary>
/// <param name="Steps">Measurements of training steps, in order.</param>
/// <param name="Evaluations">Evaluations, in order.</param>
/// <param name="End">The end of the training; null while it runs, or if it was killed.</param>
/// <param name="Problems">Messages about lines that could not be read.</param>
internal sealed record RunMetrics(
    IReadOnlyList<StepMetrics> Steps,
    IReadOnlyList<EvaluationMetrics> Evaluations,
    TrainingResult? End,
    IReadOnlyList<string> Problems)
{
    /// <summary>Evaluations on the validation split, by step.</summary>
    public IReadOnlyList<EvaluationMetrics> Validations { get; } = [.. Evaluations.Where(evaluation => evaluation.Split == "validation")];

    /// <summary>The best validation; its parameters are in the best checkpoint. Null before the first validation.</summary>
    public EvaluationMetrics? Best => Validations.LastOrDefault(validation => validation.IsBest);

    /// <summary>The evaluation on the test split; null if there was none.</summary>
    public EvaluationMetrics? Test => Evaluations.LastOrDefault(evaluation => evaluation.Split == "test");

    /// <summary>Median over the steps of the training tokens per second; null before the first step.</summary>
    public double? MedianThroughput =>
        Steps.Count == 0 ? null : Steps.Select(step => step.TokensPerSecond).Order().ElementAt(Steps.Count / 2);

    /// <summary>Largest resident memory after a step, in bytes; null before the first step.</summary>
    public long? MostBytes => Steps.Count == 0 ? null : Steps.Max(step => step.ResidentBytes);

    /// <summary>Whether the run trains a language model.</summary>
    public bool IsLanguage => Evaluations.Any(evaluation => evaluation.Perplexity is not null);

    /// <summary>
    /// Reads the metrics of a run. Damaged lines, such as the last one of a killed process, are skipped and reported.
    /// </summary>
    /// <param name="run">The folder of the run.</param>
    /// <exception cref="UsageException">The metrics file is missing, empty, or has no line that can be read.</exception>
    public static RunMetrics Read(string run)
    {
        var path = Path.Combine(run, RunFolder.MetricsFile);
        if (!File.Exists(path))
        {
            throw new UsageException(
                $"{run} has no {RunFolder.MetricsFile}: nothing was trained there. Leave this folder out.");
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
                var members = JsonNode.Parse(line) as JsonObject ?? throw new JsonException("the line is not a JSON object");
                switch ((string?)members["kind"])
                {
                    case "step":
                        var step = Parse<StepMetrics>(members, "step", "loss");

                        // A resumed run repeats the steps after its checkpoint; the later lines replace the earlier ones.
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
                problems.Add($"{path}, line {number}: cannot be read ({FirstSentence(problem.Message)}); the line is skipped.");
            }
        }

        if (steps.Count == 0 && evaluations.Count == 0)
        {
            throw new UsageException(
                problems.Count == 0
                    ? $"{path} is empty: the run has measured nothing yet. Wait for its first step, or leave it out."
                    : $"{path} has no line that can be read. The first: {problems[0]} Leave the run out, or train it again.");
        }

        return new RunMetrics(steps, evaluations, end, problems);
    }

    /// <summary>The lines of a file that another process may be writing.</summary>
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
                throw new JsonException($"the line has no {name}");
            }
        }

        return members.Deserialize<T>(JsonSettings.Line)!;
    }

    private static string FirstSentence(string message) => message.Split(". ")[0].TrimEnd('.');
}
