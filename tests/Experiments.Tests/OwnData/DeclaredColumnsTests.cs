using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Sweeps;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.OwnData;

/// <summary>What a run knows of the table that it was trained on.</summary>
public sealed class DeclaredColumnsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DeclaredColumnsTests() => File.WriteAllText(
        _folder["comments.csv"],
        "comment,mood\n" + string.Concat(Enumerable.Range(0, 60).Select(row => $"film {row},{(row % 2 == 0 ? "sad" : "glad")}\n")));

    public void Dispose() => _folder.Dispose();

    private string[] Here => ["--cache", _folder["cache"], "--device", "cpu", "--threads", "1"];

    [Fact]
    public void Predictions_find_the_column_that_a_declared_task_names()
    {
        Assert.Equal(0, Cli.Run(
            ["train", nameof(DeclaredComments), "--data", _folder.Path, "--out", _folder["run"], "--max-steps", "1", .. Here]).Code);
        File.WriteAllText(_folder["new.csv"], "id,comment\n7,a film\n");
        var (code, output, errors) = Cli.Run(
            "predict", _folder["run"], "--input", _folder["new.csv"], "--keep", "id", "--device", "cpu", "--threads", "1");
        Assert.True(code == 0, errors);
        Assert.StartsWith("id,label,", output);
        Assert.Contains("\n7,", output);
    }

    [Fact]
    public void A_sweep_trains_on_own_data_and_finds_its_finished_runs()
    {
        File.WriteAllText(_folder["sweep.json"], $$"""
            {
              "name": "own",
              "architectures": ["OwnClassifier"],
              "seeds": [1, 2],
              "options": { "data": "{{_folder["comments.csv"]}}", "text": "comment", "label": "mood", "max-steps": 1, "device": "cpu" },
              "variants": [{ "batch-size": 8 }, { "batch-size": 4, "tokenizer": "characters" }]
            }
            """);
        var sweep = SweepFile.Load(_folder["sweep.json"], Cli.TrainCalls);
        Assert.Equal((4, 2), (sweep.Members.Count, sweep.Members.Select(member => member.Recipe).Distinct().Count()));
        foreach (var member in sweep.Members)
        {
            Assert.Equal(0, Cli.Run(
            [
                .. member.Call.Arguments(member.Seed), "--out", _folder[member.Title], "--cache", _folder["cache"], "--threads", "1",
            ]).Code);
            Assert.Equal(member.Recipe, RunStore.Read(_folder[member.Title])!.Recipe);
        }
    }

    [Theory]
    [InlineData("{ \"data\": \"nowhere.csv\", \"text\": \"comment\", \"label\": \"mood\" }", "nowhere.csv, which does not exist")]
    [InlineData("{ \"text\": \"comment\" }", "Name its file with --data")]
    [InlineData("{ }", "OwnClassifier declares no [Recipe]")]
    public void What_a_sweep_says_wrong_of_own_data_is_told_with_its_place(string options, string message)
    {
        File.WriteAllText(
            _folder["sweep.json"], $$"""{ "name": "own", "architectures": ["OwnClassifier"], "options": {{options}} }""");
        var problem = Assert.Throws<UsageException>(() => SweepFile.Load(_folder["sweep.json"], Cli.TrainCalls)).Message;
        Assert.Contains("sweep.json (1, ", problem);
        Assert.Contains(message, problem);
    }
}
