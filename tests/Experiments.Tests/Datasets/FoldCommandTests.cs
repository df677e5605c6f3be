using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Datasets;

/// <summary>The option <c>--folds</c> of <c>train</c>, and how other commands find a run's fold again.</summary>
public sealed class FoldCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_seed_chooses_the_fold_and_an_evaluation_reads_the_same_rows()
    {
        var first = Train(seed: 1);
        var second = Train(seed: 2);
        JsonNode Rows(string run) => RunFolder.ReadConfiguration(run)["rows"]!;
        var rows = Rows(first);
        var all = (int)rows["train"]! + (int)rows["validation"]! + (int)rows["test"]!;
        Assert.InRange((int)rows["test"]!, (0.25 * all) - 8, (0.25 * all) + 8);
        Assert.InRange((int)rows["validation"]!, (0.125 * all) - 8, (0.125 * all) + 8);
        Assert.Equal(RunStore.Read(first)!.Recipe, RunStore.Read(second)!.Recipe);
        Assert.EndsWith("fold 1 of 4", RunStore.Read(first)!.DataSource);
        Assert.EndsWith("fold 2 of 4", RunStore.Read(second)!.DataSource);

        var (code, output, _) = Cli.Run("eval", second, "--split", "test", "--json");
        Assert.Equal(0, code);
        Assert.Equal(
            RunStore.Read(second)!.Result!.Test!.Accuracy!.Value, (double)JsonNode.Parse(output)!["splits"]!["test"]!["accuracy"]!, 12);
    }

    [Theory]
    [InlineData("--folds is 2; it must be at least 3 and at most 100.", nameof(MeanMajority), "--folds", "2")]
    [InlineData("--folds is 101; it must be at least 3 and at most 100.", nameof(MeanMajority), "--folds", "101")]
    [InlineData("is for tasks whose rows have a class", nameof(TinyLanguage), "--folds", "5")]
    public void A_mistake_is_explained(string problem, params string[] args)
    {
        var (code, _, errors) = Cli.Run(["train", .. args, "--out", _folder["run"]]);
        Assert.Equal(2, code);
        Assert.Contains(problem, errors);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    private string Train(int seed)
    {
        var run = _folder[$"run{seed}"];
        Assert.Equal(0, Cli.Run(
            "train", nameof(MeanMajority), "--folds", "4", "--seed", $"{seed}", "--out", run, "--max-steps", "3",
            "--evaluation-rows", "1000", "--device", "cpu").Code);
        return run;
    }
}
