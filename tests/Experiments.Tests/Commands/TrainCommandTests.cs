using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (int Code, string Output, string Errors) Train(params string[] args) =>
        Cli.Run(
            [
                "train",
                nameof(MeanMajority),
                "--out",
                _folder["run"],
                "--cache",
                _folder["cache"],
                "--device",
                "cpu",
                "--threads",
                "1",
                .. args
            ]);

    [Fact]
    public void A_run_can_be_trained_and_evaluated()
    {
        var (code, output, errors) = Train("--epochs", "3", "--seed", "5");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("step 1/60", output);
        Assert.Contains("step 60/60", output);
        Assert.Contains("validation accuracy", output);
        Assert.Contains("first token only", output);
        Assert.Contains("test accuracy", output);
        Assert.Contains($"eval {_folder["run"]}", output);

        var run = RunFolder.ReadConfiguration(_folder["run"]);
        Assert.Equal(typeof(MeanMajority).FullName, (string?)run["architecture"]!["fullName"]);
        Assert.Equal(196, (int)run["architecture"]!["parameters"]!);
        Assert.Equal((5, 3, 32, 0.02, "cosine"), (
            (int)run["options"]!["seed"]!,
            (int)run["options"]!["epochs"]!,
            (int)run["options"]!["batchSize"]!,
            (double)run["options"]!["learningRate"]!,
            (string?)run["options"]!["schedule"]));
        Assert.Equal(
            (60, 20, 6), ((int)run["plan"]!["totalSteps"]!, (int)run["plan"]!["stepsPerEpoch"]!, (int)run["plan"]!["warmupSteps"]!));
        Assert.Equal(("Majority", "drawn for tests", 640), ((string?)run["task"], (string?)run["dataSource"], (int)run["rows"]!["train"]!));
        Assert.Equal(1, (int)run["machine"]!["threads"]!);
        Assert.Equal(
            [
                ".lock",
                "checkpoints/best.safetensors",
                "checkpoints/last.safetensors",
                "checkpoints/state.previous.safetensors",
                "checkpoints/state.safetensors",
                "labels.json",
                "metrics.jsonl",
                "run.json",
                "test-outcomes.bits"
            ],
            Directory.GetFiles(_folder["run"], "*", SearchOption.AllDirectories).Select(
                file => Path.GetRelativePath(_folder["run"], file)).Order(StringComparer.Ordinal));

        JsonNode[] reported = [.. File.ReadAllLines(Path.Combine(_folder["run"], "metrics.jsonl")).Select(line => JsonNode.Parse(line)!)];
        var test = reported.Single(line => (string?)line["split"] == "test");
        (code, output, errors) = Cli.Run("eval", _folder["run"], "--json", "--device", "cpu", "--threads", "1");
        Assert.Equal((0, ""), (code, errors));
        var evaluated = JsonNode.Parse(output)!;
        Assert.Equal(((double)test["accuracy"]!, (double)test["loss"]!, 130), (
            (double)evaluated["splits"]!["test"]!["accuracy"]!,
            (double)evaluated["splits"]!["test"]!["loss"]!,
            (int)evaluated["splits"]!["test"]!["rows"]!));
        Assert.Equal(
            (double)test["accuracy"]!,
            TestOutcomes.Read(_folder["run"])!.AreRight.Cast<bool>().Average(isRight => isRight ? 1.0 : 0.0),
            12);
        Assert.Equal(
            reported.Where(line => (string?)line["split"] == "validation").Max(line => (double)line["accuracy"]!),
            (double)evaluated["splits"]!["validation"]!["accuracy"]!);
        Assert.Null(evaluated["splits"]!["train"]);

        (code, output, _) = Cli.Run(
            "eval", "--checkpoint", RunFolder.CheckpointIn(_folder["run"], "last"), "--split", "train", "--device", "cpu");
        Assert.Equal(0, code);
        Assert.Contains("640", output);
        Assert.Contains("step 60", output);
    }

    [Fact]
    public void A_language_model_is_evaluated_with_the_context_asked_for()
    {
        var run = _folder["text"];
        Assert.Equal(0, Cli.Run(
            "train",
            nameof(TinyLanguage),
            "--out",
            run,
            "--max-steps",
            "40",
            "--evaluation-rows",
            "13",
            "--device",
            "cpu",
            "--threads",
            "1").Code);
        var (code, output, errors) = Cli.Run("eval", run, "--json", "--split", "test", "--device", "cpu");
        Assert.Equal((0, ""), (code, errors));
        var blocks = JsonNode.Parse(output)!;
        var trained = File.ReadAllLines(Path.Combine(run, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!).Single(
            line => (string?)line["split"] == "test");
        Assert.Equal((double)trained["loss"]!, (double)blocks["splits"]!["test"]!["loss"]!);
        Assert.Equal((double)trained["wordPerplexity"]!, (double)blocks["splits"]!["test"]!["wordPerplexity"]!);

        (code, output, errors) = Cli.Run(
            "eval", run, "--context", "sliding", "--window", "16", "--stride", "4", "--split", "test", "--device", "cpu");
        Assert.Equal((0, "evaluating on test\n"), (code, errors));
        Assert.Contains("at least 13 tokens before", output);
        Assert.Contains("bits per byte", output);
        Assert.Equal(0, Cli.Run("eval", run, "--context", "Carried", "--split", "test", "--device", "cpu").Code);

        (string, string[])[] wrong =
        [
            ("blocks, carried, sliding", ["--context", "whole"]),
            ("--stride needs --context sliding", ["--stride", "3"]),
            ("above the window", ["--context", "sliding", "--window", "8", "--stride", "9"]),
            ("--max-length 32", ["--window", "64"]),
        ];
        foreach (var (message, args) in wrong)
        {
            (code, _, errors) = Cli.Run(["eval", run, "--device", "cpu", .. args]);
            Assert.Equal(2, code);
            Assert.Contains(message, errors);
        }
    }

    [Fact]
    public void A_classifier_has_no_context_to_choose()
    {
        Assert.Equal(0, Train("--max-steps", "1").Code);
        var (code, _, errors) = Cli.Run("eval", _folder["run"], "--context", "blocks", "--device", "cpu");
        Assert.Equal(2, code);
        Assert.Contains("--context is for language models", errors);
    }

    [Fact]
    public void The_command_line_overrides_the_recipe()
    {
        Assert.Equal(0, Train("--max-steps", "2", "--batch-size", "8", "--learning-rate", "0.5", "--evaluation-rows", "20").Code);
        var options = RunFolder.ReadConfiguration(_folder["run"])["options"]!;
        Assert.Equal(
            (2, 8, 0.5, 20),
            ((int)options["maxSteps"]!, (int)options["batchSize"]!, (double)options["learningRate"]!, (int)options["evaluationRows"]!));
    }

    [Fact]
    public void Quick_trains_the_small_form()
    {
        Assert.Equal(0, Train("--quick", "--max-steps", "2").Code);
        Assert.Equal(nameof(DropoutMajority), (string?)RunFolder.ReadConfiguration(_folder["run"])["architecture"]!["name"]);
    }

    [Fact]
    public void A_run_is_never_overwritten()
    {
        Assert.Equal(0, Train("--max-steps", "1").Code);
        var before = File.ReadAllBytes(Path.Combine(_folder["run"], "metrics.jsonl"));
        var (code, _, errors) = Train("--max-steps", "1");
        Assert.Equal(2, code);
        Assert.Contains("never overwrite files", errors);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_folder["run"], "metrics.jsonl")));
    }

    [Fact]
    public void A_diverged_run_fails_and_says_why()
    {
        var (code, output, errors) = Train("--learning-rate", "1e30");
        Assert.Equal(1, code);
        Assert.Contains("Diverged at step", errors);
        Assert.Contains("Failed", output);
    }

    [Fact]
    public void A_stopped_run_ends_with_130()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var (code, _, errors) = Cli.Run(stop.Token, "train", nameof(MeanMajority), "--out", _folder["run"]);
        Assert.Equal(130, code);
        Assert.Contains("stopped", errors);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void A_damaged_checkpoint_fails_with_its_name()
    {
        Assert.Equal(0, Train("--max-steps", "1").Code);
        var path = RunFolder.CheckpointIn(_folder["run"], "last");
        File.WriteAllText(path, File.ReadAllText(path)[..20]);
        var (code, _, errors) = Cli.Run("eval", "--checkpoint", path);
        Assert.Equal(1, code);
        Assert.Contains("last.safetensors", errors);
    }
}
