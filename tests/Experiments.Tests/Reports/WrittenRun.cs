using SerpentDsl.Experiments.Tests.Models;

namespace SerpentDsl.Experiments.Tests.Reports;

/// <summary>Runs whose every value is known, written as the runner writes them.</summary>
internal static class WrittenRun
{
    public const int Steps = 200;
    public const int StepsPerEpoch = 50;

    /// <summary>Writes a run of <see cref="TinySerpent"/>: step s has the loss 2 - s/200 + seed/100, its validations 0.5 more.</summary>
    /// <returns>Its folder.</returns>
    public static string Write(string folder, int seed)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "run.json"), $$"""
            {
              "started": "2026-01-02T03:04:05Z",
              "architecture": { "name": "TinySerpent", "fullName": "{{typeof(TinySerpent).FullName}}", "parameters": 1234 },
              "task": "Majority", "dataSource": "<b>drawn</b> & kept", "rows": { "train": 640, "validation": 130, "test": 130 },
              "options": { "seed": {{seed}}, "batchSize": 16 }, "plan": { "stepsPerEpoch": {{StepsPerEpoch}}, "totalSteps": {{Steps}} },
              "machine": { "processor": "</script><script>alert(1)</script>", "cores": 2 }
            }
            """);
        File.WriteAllLines(Path.Combine(folder, "metrics.jsonl"), Lines(seed));
        return folder;
    }

    /// <summary>The loss of a step.</summary>
    public static double LossAt(int step, int seed) => 2 - (step / 200.0) + (seed / 100.0);

    private static IEnumerable<string> Lines(int seed)
    {
        yield return Evaluation(0, "validation", best: false);
        for (var step = 1; step <= Steps; step++)
        {
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
                {"kind":"step","step":{{step}},"epoch":{{((step - 1) / StepsPerEpoch) + 1}},"loss":{{LossAt(step, seed)}},"accuracy":{{step / 400.0}},"learningRate":{{0.01 * (1 - (step / 200.0))}},"tokensPerSecond":{{1000 + step}},"liveTensors":9,"residentBytes":{{(200L << 20) + step}},"seconds":{{step * 0.5}},"compression":{"blocks.0.branch1_compression":0.2,"blocks.1.branch1_compression":0.4} }
                """);
            if (step % StepsPerEpoch == 0)
            {
                yield return Evaluation(step, "validation", best: true);
            }
        }

        yield return Evaluation(Steps, "test", best: false);
        yield return """{"kind":"end","status":"completed","steps":200,"seconds":100}""";

        string Evaluation(int step, string split, bool best) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
            {"kind":"evaluation","split":"{{split}}","step":{{step}},"epoch":1,"rows":130,"splitRows":130,"loss":{{LossAt(step, seed) + 0.5}},"accuracy":{{step / 300.0}},"isBest":{{(best ? "true" : "false")}},"seconds":{{step * 0.5}},"baselines":[{"name":"first token only","accuracy":0.25}]}
            """);
    }
}
