using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Tests.Resume;

/// <summary>What two runs that did the same must have in common.</summary>
internal static class RunFiles
{
    /// <summary>What a clock or the process measured.</summary>
    private static readonly string[] s_measured =
    [
        "seconds", "tokensPerSecond", "sequencesPerSecond", "liveTensors", "residentBytes", "peakBytes"
    ];

    /// <summary>The lines of metrics without what was measured.</summary>
    public static string[] Metrics(string run) =>
        [.. File.ReadAllLines(Path.Combine(run, RunFolder.MetricsFile)).Select(line => Without(JsonNode.Parse(line)!).ToJsonString())];

    /// <summary>Fails unless both runs ended with the same parameters, moments, best parameters and lines of metrics.</summary>
    public static void AssertSame(string expected, string actual)
    {
        Assert.Equal(Metrics(expected), Metrics(actual));
        Assert.All(["best", "last"], name => Assert.Equal(
            File.ReadAllBytes(RunFolder.CheckpointIn(expected, name)), File.ReadAllBytes(RunFolder.CheckpointIn(actual, name))));
        string[] outcomes = [.. new[] { expected, actual }.Select(run => Path.Combine(run, TestOutcomes.FileName))];
        Assert.Equal(
            File.Exists(outcomes[0]) ? File.ReadAllBytes(outcomes[0]) : [], File.Exists(outcomes[1]) ? File.ReadAllBytes(outcomes[1]) : []);
        CheckpointFile[] states = [.. new[] { expected, actual }.Select(run => CheckpointFile.Read(RunFolder.CheckpointIn(run, "state")))];
        Assert.Equal(states[0].All.Names, states[1].All.Names);
        Assert.All(
            states[0].All.Names,
            name => Assert.Equal(states[0].All.Entries[name].Data.ToArray(), states[1].All.Entries[name].Data.ToArray()));
        Assert.Equal(states[0].Training!.OptimizerSteps, states[1].Training!.OptimizerSteps);
        Assert.Equal(states[0].Training!.Scores, states[1].Training!.Scores);
    }

    private static JsonNode Without(JsonNode node)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToArray())
            {
                if (s_measured.Contains(name))
                {
                    members.Remove(name);
                }
                else if (value is not null)
                {
                    Without(value);
                }
            }
        }

        return node;
    }
}
