using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Experiments.Tests.Predictions;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Predictions;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

/// <summary>A run's folder has what the use of its model needs.</summary>
public sealed class SelfContainedRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_exported_run_predicts_as_the_run_does()
    {
        var run = SavedRun.Reviews(_folder["run"]);
        var (code, output, errors) = Cli.Run("export", run, _folder["out"], "--naming", "serpent");
        Assert.True(code == ExitCode.Success, errors);
        Directory.Delete(run, recursive: true);
        Assert.Equal(
            ["best.safetensors", "encoder.json", "labels.json", "run.json"],
            Directory.EnumerateFiles(_folder["out"], "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
        (code, output, errors) = Cli.Run("predict", _folder["out"], "--text", "a fine film");
        Assert.True(code == ExitCode.Success, errors);
        Assert.StartsWith("label,probability,p(bad)", output);
        (code, _, errors) = Cli.Run("resume", _folder["out"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("was exported, not trained", errors);
    }

    [Fact]
    public void An_exported_run_leaves_out_what_concerns_the_machine()
    {
        var run = _folder["run"];
        var (code, _, errors) = Cli.Run("train", nameof(TinyLanguage), "--out", run, "--max-steps", "2", "--threads", "1");
        Assert.True(code == ExitCode.Success, errors);
        (code, _, errors) = Cli.Run("export", run, _folder["out"], "--naming", "serpent");
        Assert.True(code == ExitCode.Success, errors);
        var content = File.ReadAllText(_folder["out/run.json"]);
        Assert.DoesNotContain(_folder.Path, content);
        var configuration = JsonNode.Parse(content)!;
        Assert.Null(configuration["machine"] ?? configuration["cacheFolder"]);
        Assert.Equal("Counting", (string?)configuration["task"]);
        var (_, listed, _) = Cli.Run("runs", _folder["out"], "--json");
        Assert.Equal("exported", (string?)JsonNode.Parse(listed)![0]!["state"]);
    }

    [Fact]
    public void A_run_keeps_its_declaration()
    {
        Assert.Equal(
            [
                "[SequenceClassifier(vocabulary: 8, classes: 4, maxLength: 24)]",
                "[Backbone(features: 12, depth: 1)]",
                "[S4DBranch(StateSize = 4)]",
                "[S5Branch(StateSize = 4, BlockSize = 4, CompressionRate = 0.9, WindowSize = 2)]",
                "[MambaBranch(StateSize = 3, CompressionRate = 0.75, WindowSize = 3)]",
                "public sealed partial class TinyDiagonal;",
            ],
            DeclarationText.Of(TinyDiagonal.Spec));
        Assert.Contains(
            "[Backbone(features: 12, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]",
            DeclarationText.Of(TinyLanguage.Spec));
        var run = _folder["run"];
        Assert.Equal(
            ExitCode.Success, Cli.Run("train", nameof(MeanMajority), "--out", run, "--max-steps", "2", "--threads", "1").Code);
        var kept = RunFolder.ReadConfiguration(run)["declaration"]!.AsArray().Select(line => (string)line!);
        Assert.Equal(DeclarationText.Of(MeanMajority.Spec), kept);
    }

    [Fact]
    public void A_class_that_the_program_does_not_declare_is_named()
    {
        var run = SavedRun.Reviews(_folder["run"]);
        using (var model = new TinyReviews())
        {
            Checkpoints.CheckpointFile.Write(
                RunFolder.CheckpointIn(run, "last"), new Checkpoints.Checkpoint("Mine.Reviews", 1, 1, null), model);
        }

        foreach (var command in (string[][])[["predict", run, "--text", "a"], ["serve", run], ["eval", run], ["generate", run]])
        {
            var (code, _, errors) = Cli.Run(command);
            Assert.Equal(ExitCode.Usage, code);
            Assert.Contains("a checkpoint of Mine.Reviews, which this program does not declare", errors);
        }
    }

    [Fact]
    public void A_model_of_a_loop_of_ones_own_is_kept_as_a_run()
    {
        using (var model = new TinyReviews())
        {
            TrainedRun.Save(_folder["saved"], model, new ByteEncoder(), labels: SavedRun.Moods);
            Assert.Contains(
                "has files", Assert.Throws<IOException>(() => TrainedRun.Save(_folder["saved"], model, new ByteEncoder())).Message);
        }

        var (code, output, errors) = Cli.Run("predict", _folder["saved"], "--text", "a fine film");
        Assert.True(code == ExitCode.Success, errors);
        Assert.StartsWith("label,probability,p(bad)", output);
        using (var writer = new TinyWriter())
        {
            TrainedRun.Save(_folder["writer"], writer, tokenizer: new CharacterTokenizer("abc "));
        }

        (code, output, errors) = Cli.Run("generate", _folder["writer"], "--prompt", "ab", "--tokens", "5");
        Assert.True(code == ExitCode.Success, errors);
        Assert.StartsWith("ab", output);
    }
}
