using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Sweeps;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Runs;

public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Train(string name, params string[] args)
    {
        var path = Path.Combine(_folder["runs"], name);
        Assert.Equal(
            0,
            Cli.Run(["train", nameof(MeanMajority), "--out", path, "--max-steps", "2", "--device", "cpu", "--threads", "1", .. args]).Code);
        return path;
    }

    private static string RecipeOf(params (string, string)[] options)
    {
        var call = new TrainCall(MeanMajority.Spec, options.ToDictionary(option => option.Item1, option => option.Item2));
        return RecipeHash.Of(MeanMajority.Spec, Cli.TrainCalls.Resolve(call));
    }

    [Fact]
    public void Runs_are_found_at_any_depth_in_the_order_they_began()
    {
        var first = Train("b/inner", "--seed", "7");
        var second = Train("a");
        var runs = RunStore.Scan(_folder["runs"]);
        Assert.Equal([first, second], runs.Select(run => run.Path));
        Assert.Equal(
            (nameof(MeanMajority), 196, "Majority", 7, 2),
            (runs[0].Architecture, runs[0].Parameters, runs[0].Task, runs[0].Seed, runs[0].PlannedSteps));
        Assert.All(runs, run => Assert.True(run.IsFinished));
        Assert.EndsWith("1 thread", runs[0].Hardware);
        Assert.Equal(runs[0].Recipe, runs[1].Recipe);
        Assert.Empty(RunStore.Scan(_folder["none"]));
    }

    [Fact]
    public void A_planned_training_has_the_hash_of_its_runs()
    {
        var run = Train("run", "--learning-rate", "0.004", "--evaluation-rows", "50", "--seed", "3");
        Assert.Equal(RecipeOf(("learning-rate", "4e-3"), ("evaluation-rows", "50"), ("max-steps", "2")), RunStore.Read(run)!.Recipe);
        Assert.NotEqual(RecipeOf(("learning-rate", "4e-3"), ("max-steps", "2")), RunStore.Read(run)!.Recipe);
        Assert.Equal(RecipeOf(("threads", "2"), ("device", "cpu")), RecipeOf());
    }

    [Fact]
    public void A_run_that_was_cut_off_is_not_finished()
    {
        var run = Train("run");
        var metrics = Path.Combine(run, RunFolder.MetricsFile);
        var lines = File.ReadAllLines(metrics);
        foreach (var tail in new[] { "", lines[^1][..(lines[^1].Length / 2)] })
        {
            File.WriteAllText(metrics, string.Join('\n', lines.SkipLast(1)) + "\n" + tail);
            var read = RunStore.Read(run)!;
            Assert.Null(read.Result);
            Assert.False(read.IsFinished);
        }

        // Gone on with, it ends after all: the last end counts.
        File.WriteAllLines(
            metrics, [.. lines.SkipLast(1), lines[^1].Replace("completed", "interrupted", StringComparison.Ordinal), lines[^1]]);
        Assert.True(RunStore.Read(run)!.IsFinished);
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_left_out()
    {
        Train("good");
        Directory.CreateDirectory(_folder["runs/bad"]);
        File.WriteAllText(_folder["runs/bad/run.json"], "{ \"architecture\": ");
        Directory.CreateDirectory(_folder["runs/other"]);
        File.WriteAllText(_folder["runs/other/run.json"], "{ \"architecture\": { \"fullName\": \"imported\" } }");
        var problems = new List<string>();
        Assert.Single(RunStore.Scan(_folder["runs"], problems.Add));
        Assert.Contains("bad", Assert.Single(problems));
    }
}
