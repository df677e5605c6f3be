using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.FineTuning;

public sealed class FineTuningCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (int Code, string Output, string Errors) Train(string name, string run, params string[] args) => Cli.Run(
        ["train", name, "--out", _folder[run], "--cache", _folder["cache"], "--device", "cpu", "--threads", "1", .. args]);

    [Fact]
    public void A_classifier_begins_from_a_language_model_with_a_new_head()
    {
        Assert.Equal(0, Train(nameof(TinyMambaText), "text", "--max-steps", "8").Code);
        var (code, output, errors) = Train(
            nameof(TinyTuned), "tuned", "--from", _folder["text"], "--max-steps", "6",
            "--freeze", "embedding.*", "--freeze", "blocks.0.*", "--learning-rates", "*=0.001", "--learning-rates", "head.*=0.05");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("22 tensors loaded, 0 that differ and 2 that are new", output);
        Assert.Contains("new: head.weight [4, 8]", output);
        Assert.Contains("learning rate 5.0e-2: 2 parameters: head.weight, head.bias", output);

        var source = CheckpointFile.Read(RunFolder.CheckpointIn(_folder["text"], "best"));
        var last = CheckpointFile.Read(RunFolder.CheckpointIn(_folder["tuned"], "last"));
        string[] frozen =
            [.. last.Model.Names.Where(name => name == "embedding.weight" || name.StartsWith("blocks.0.", StringComparison.Ordinal))];
        Assert.Equal(11, frozen.Length);
        Assert.All(frozen, name => Assert.Equal(source.Model.Entries[name].Data.ToArray(), last.Model.Entries[name].Data.ToArray()));
        Assert.All(
            source.Model.Names.Except(frozen),
            name => Assert.NotEqual(source.Model.Entries[name].Data.ToArray(), last.Model.Entries[name].Data.ToArray()));

        // A frozen parameter has no optimizer state.
        var state = CheckpointFile.Read(RunFolder.CheckpointIn(_folder["tuned"], "state"));
        Assert.DoesNotContain(state.All.Names, name => name.StartsWith("training/first_moment/blocks.0.", StringComparison.Ordinal));
        Assert.Contains("training/first_moment/blocks.1.norm.weight", state.All.Names);

        var options = RunFolder.ReadConfiguration(_folder["tuned"])["options"]!;
        Assert.Equal(
            (typeof(TinyMambaText).FullName, 8, RunFolder.CheckpointIn(_folder["text"], "best")),
            ((string?)options["from"]!["architecture"], (int)options["from"]!["step"]!, (string?)options["from"]!["path"]));
        Assert.Equal(["embedding.*", "blocks.0.*"], options["freeze"]!.AsArray().Select(pattern => (string?)pattern));
        Assert.Equal(0.05, (double)options["learningRates"]![1]!["learningRate"]!);
    }

    [Fact]
    public void The_first_validation_is_that_of_the_checkpoint_and_the_run_is_no_repetition_of_one_from_scratch()
    {
        Assert.Equal(0, Train(nameof(TinyMambaText), "text", "--max-steps", "8").Code);
        Assert.Equal(0, Train(nameof(TinyMambaText), "again", "--max-steps", "8", "--from", _folder["text"]).Code);
        JsonNode[] before = Evaluations("text"), after = Evaluations("again");
        Assert.Equal((double)before[1]["loss"]!, (double)after[0]["loss"]!);
        Assert.NotEqual((double)before[0]["loss"]!, (double)after[0]["loss"]!);
        Assert.NotEqual(RunStore.Read(_folder["text"])!.Recipe, RunStore.Read(_folder["again"])!.Recipe);

        // The same parameters in another place are the same experiment.
        Directory.Move(_folder["text"], _folder["moved"]);
        Assert.Equal(0, Train(nameof(TinyMambaText), "third", "--max-steps", "8", "--from", _folder["moved"]).Code);
        Assert.Equal(RunStore.Read(_folder["again"])!.Recipe, RunStore.Read(_folder["third"])!.Recipe);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Official_parameters_are_a_beginning_imported_or_as_they_are(bool imports)
    {
        using var model = ArchitectureSpec.Of(typeof(TinyMambaLm)).Create();
        OfficialCheckpoint.Write(model.Module, _folder["official"], OfficialCheckpoint.LayoutOf(model.Module, "original"));
        if (imports)
        {
            Assert.Equal(0, Cli.Run("import", _folder["official"], nameof(TinyMambaLm), _folder["imported"]).Code);
        }

        var (code, output, errors) = Train(
            nameof(TinyTuned), "tuned", "--max-steps", "2", "--from", _folder[imports ? "imported" : "official"], "--freeze", "blocks.*");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("22 tensors loaded", output);
        var last = CheckpointFile.Read(RunFolder.CheckpointIn(_folder["tuned"], "last"));
        Assert.Equal(
            model.Module.state_dict()["blocks.1.branch0_ssm.A_log"].bytes.ToArray(),
            last.Model.Entries["blocks.1.branch0_ssm.A_log"].Data.ToArray());
    }

    [Fact]
    public void What_the_same_tensors_compute_otherwise_is_said()
    {
        using (var model = ArchitectureSpec.Of(typeof(TinyMambaLm)).Create())
        {
            OfficialCheckpoint.Write(model.Module, _folder["official"], OfficialCheckpoint.LayoutOf(model.Module, "original"));
        }

        Assert.Equal(0, Cli.Run("import", _folder["official"], nameof(TinyMambaLm), _folder["imported"]).Code);
        var official = Train(nameof(TinyAfter), "run", "--max-steps", "1", "--from", _folder["official"]).Output;
        Assert.Contains("computes otherwise: the model normalises after each branch", official);
        var imported = Train(nameof(TinyAfter), "second", "--max-steps", "1", "--from", _folder["imported"]).Output;
        Assert.Contains("computes otherwise: NormPlacement of Backbone was Before, TinyAfter declares After", imported);
        Assert.DoesNotContain(
            "computes otherwise", Train(nameof(TinyTuned), "third", "--max-steps", "1", "--from", _folder["imported"]).Output);

        // What only config.json says has its key.
        var config = Path.Combine(_folder["official"], OfficialCheckpoint.ConfigFileName);
        var root = JsonNode.Parse(File.ReadAllText(config))!;
        root["ssm_cfg"]!["ngroups"] = 1;
        File.WriteAllText(config, root.ToJsonString());
        Assert.Contains("'ngroups'", Train(nameof(TinyTuned), "fourth", "--max-steps", "1", "--from", _folder["official"]).Output);
    }

    [Fact]
    public void Mistakes_are_found_before_the_run_has_a_folder()
    {
        Assert.Equal(0, Train(nameof(TinyMambaText), "text", "--max-steps", "2").Code);
        var text = _folder["text"];
        AssertRefused(2, "which does not exist", "--from", _folder["nothing"]);
        AssertRefused(2, "No parameter has a name like 'layers.*'", "--freeze", "layers.*");
        AssertRefused(2, "--freeze leaves no parameter", "--freeze", "*");
        AssertRefused(2, "No trainable parameter has a name like 'head.*'", "--freeze", "head.*", "--learning-rates", "head.*=0.1");
        AssertRefused(2, "has 'head.*=0,004'", "--learning-rates", "head.*=0,004");
        AssertRefused(2, "has 'head.*'", "--learning-rates", "head.*");
        AssertRefused(2, "has 'head.*=0'", "--learning-rates", "head.*=0");
        AssertRefused(2, "--freeze is empty", "--freeze", ";");
        AssertRefused(2, "'--freeze' needs a value", "--freeze");
        File.WriteAllBytes(_folder["noise.safetensors"], [1, 2, 3]);
        AssertRefused(1, "noise.safetensors", "--from", _folder["noise.safetensors"]);

        var (code, _, errors) = Train(nameof(MeanMajority), "run", "--from", text);
        Assert.Equal(1, code);
        Assert.Contains("has no parameter that fits", errors);
        Assert.False(Directory.Exists(_folder["run"]));

        void AssertRefused(int expected, string message, params string[] args)
        {
            var (code, _, errors) = Train(nameof(TinyTuned), "run", args);
            Assert.Contains(message, errors);
            Assert.DoesNotContain("   at ", errors);
            Assert.Equal(expected, code);
            Assert.False(Directory.Exists(_folder["run"]));
        }
    }

    private JsonNode[] Evaluations(string run) =>
    [
        .. File.ReadAllLines(Path.Combine(_folder[run], RunFolder.MetricsFile)).Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["kind"] == "evaluation" && (string?)line["split"] == "validation"),
    ];
}
