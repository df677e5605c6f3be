using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

public sealed class RunsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Train(string architecture, string name, params string[] args)
    {
        var path = _folder[name];
        var (code, _, errors) = Cli.Run(["train", architecture, "--out", path, "--max-steps", "4", "--threads", "1", .. args]);
        Assert.True(code == ExitCode.Success, errors);
        return path;
    }

    private JsonObject[] List(params string[] args)
    {
        var (code, output, errors) = Cli.Run(["runs", _folder.Path, "--json", .. args]);
        Assert.True(code == ExitCode.Success, errors);
        return [.. JsonNode.Parse(output)!.AsArray().Select(run => run!.AsObject())];
    }

    private static string EndOf(string run) => File.ReadLines(Path.Combine(run, RunFolder.MetricsFile)).Last();

    private static void ReplaceEnd(string run, string end)
    {
        var metrics = Path.Combine(run, RunFolder.MetricsFile);
        File.WriteAllText(metrics, string.Concat([.. File.ReadAllLines(metrics).SkipLast(1).Select(line => line + "\n"), end]));
    }

    [Fact]
    public void Runs_are_listed_with_their_states_and_scores_the_newest_first()
    {
        var classifier = Train(nameof(MeanMajority), "a");
        var language = Train(nameof(TinyLanguage), "inner/b", "--seed", "7");
        var runs = List();
        Assert.Equal([language, classifier], runs.Select(run => (string?)run["path"]));
        Assert.All(runs, run => Assert.Equal("finished", (string?)run["state"]));
        Assert.Equal(
            ("Counting", 7L, 4, 4, "perplexity", "test", false),
            ((string?)runs[0]["task"], (long)runs[0]["seed"]!, (int)runs[0]["step"]!, (int)runs[0]["plannedSteps"]!,
                (string?)runs[0]["score"]!["measure"], (string?)runs[0]["score"]!["split"], (bool)runs[0]["score"]!["greaterIsBetter"]!));
        Assert.Equal("accuracy", (string?)runs[1]["score"]!["measure"]);
        Assert.Equal((double)JsonNode.Parse(EndOf(classifier))!["test"]!["accuracy"]!, (double)runs[1]["score"]!["value"]!);

        Assert.Equal(classifier, (string?)Assert.Single(List("--architecture", "meanmajority"))["path"]);
        Assert.Equal(language, (string?)Assert.Single(List("--task", "Counting"))["path"]);
        Assert.Equal([classifier, language], List("--sort", "path").Select(run => (string?)run["path"]));

        var (code, output, errors) = Cli.Run("runs", _folder.Path);
        Assert.True(code == ExitCode.Success, errors);
        Assert.Matches($@"{language} +finished +TinyLanguage +Counting +4 +1 +perplexity [0-9.,]+ \(test\) +20\d\d-\d\d-\d\d", output);
    }

    [Fact]
    public void The_state_is_that_of_the_folder()
    {
        var run = Train(nameof(MeanMajority), "run");
        var end = EndOf(run);
        string State() => (string)Assert.Single(List())["state"]!;

        ReplaceEnd(run, end.Replace("completed", "diverged", StringComparison.Ordinal));
        Assert.Equal("diverged", State());
        foreach (var cut in new[] { end.Replace("completed", "interrupted", StringComparison.Ordinal), end[..(end.Length / 2)] })
        {
            ReplaceEnd(run, cut);
            Assert.Equal("interrupted", State());
            Assert.Equal("validation", (string?)Assert.Single(List())["score"]!["split"]);
        }

        using (RunFolder.Open(run))
        {
            Assert.Equal("running", State());
        }

        // The process was killed: its file is still there, and its lock is not.
        File.WriteAllText(Path.Combine(run, "run.pid"), "1");
        Assert.Equal("interrupted", State());
        Assert.Empty(List("--state", "finished"));
        Assert.Single(List("--state", "Interrupted"));
    }

    [Fact]
    public void Better_scores_come_first_where_asked()
    {
        foreach (var (name, accuracy) in new[] { ("low", "0.125"), ("high", "0.875") })
        {
            var run = Train(nameof(MeanMajority), name);
            var end = JsonNode.Parse(EndOf(run))!;
            end["test"]!["accuracy"] = double.Parse(accuracy, System.Globalization.CultureInfo.InvariantCulture);
            ReplaceEnd(run, end.ToJsonString() + "\n");
        }

        Assert.Equal([0.875, 0.125], List("--sort", "score").Select(run => (double)run["score"]!["value"]!));
    }

    [Fact]
    public void An_imported_run_is_listed_and_a_damaged_one_is_named()
    {
        Directory.CreateDirectory(_folder["imported"]);
        File.WriteAllText(
            _folder["imported/run.json"],
            """{ "started": "2026-01-02T03:04:05Z", "architecture": { "name": "Owl", "parameters": 12 }, "importedFrom": "/there" }""");
        foreach (var (name, content) in new[] { ("cut", "{ \"architecture\": "), ("strange", "{ \"architecture\": [] }"), ("empty", "") })
        {
            Directory.CreateDirectory(_folder[name]);
            File.WriteAllText(_folder[name] + "/run.json", content);
        }

        var (code, output, errors) = Cli.Run("runs", _folder.Path, "--json");
        Assert.Equal(ExitCode.Success, code);
        var run = Assert.Single(JsonNode.Parse(output)!.AsArray())!;
        Assert.Equal(("imported", "Owl", "/there"), ((string?)run["state"], (string?)run["architecture"], (string?)run["importedFrom"]));
        Assert.All(["cut", "strange", "empty"], name => Assert.Contains($"{_folder[name]} is skipped: ", errors));
    }

    [Theory]
    [InlineData("There is no folder nowhere", "nowhere")]
    [InlineData("FOLDER is empty", "")]
    [InlineData("--state is 'done'; it must be one of running, finished", ".", "--state", "done")]
    [InlineData("--sort is 'size'; it must be one of started, score, path", ".", "--sort", "size")]
    public void Bad_arguments_are_named(string message, params string[] args)
    {
        var (code, _, errors) = Cli.Run(["runs", .. args]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(message, errors);
    }

    [Fact]
    public void An_empty_folder_says_how_to_make_a_run()
    {
        var (code, output, _) = Cli.Run("runs", _folder.Path);
        Assert.Equal(ExitCode.Success, code);
        Assert.Contains("train NAME", output);
    }
}
