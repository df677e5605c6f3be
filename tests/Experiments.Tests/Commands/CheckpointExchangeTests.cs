using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

public sealed class CheckpointExchangeTests
{
    [Theory]
    [InlineData("original")]
    [InlineData("huggingface")]
    public void An_official_checkpoint_becomes_a_run_and_comes_out_again(string naming)
    {
        using var folder = new TemporaryFolder();
        using var model = NewModel();
        OfficialCheckpoint.Write(model.Module, folder["official"], OfficialCheckpoint.LayoutOf(model.Module, naming));

        var (code, output, errors) = Cli.Run("import", folder["official"], "TinyMambaLm", folder["run"]);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains($"parameters imported ({naming} names)", output);
        Assert.Equal(
            "TinyMambaLm", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder["run"], "run.json")))!["architecture"]!["name"]);

        (code, output, errors) = Cli.Run("export", folder["run"], folder["again"]);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains($"exported ({naming} names)", output);
        foreach (var file in new[] { "model.safetensors", "config.json" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["official"], file)), File.ReadAllBytes(Path.Combine(folder["again"], file)));
        }

        // Under the other names it is the same model.
        var other = naming == "original" ? "huggingface" : "original";
        Assert.Equal(0, Cli.Run("export", folder["run"], folder["other"], "--naming", other, "--checkpoint", "last").Code);
        using var same = NewModel();
        OfficialCheckpoint.Read(folder["other"]).CopyTo(same.Module);
        Assert.All(
            model.Module.state_dict(), entry => Tolerance.AssertClose(entry.Value, same.Module.state_dict()[entry.Key], 0, entry.Key));
    }

    [Fact]
    public void What_does_not_fit_is_explained()
    {
        using var folder = new TemporaryFolder();
        using var model = NewModel();
        OfficialCheckpoint.Write(model.Module, folder["official"], OfficialCheckpoint.LayoutOf(model.Module, "original"));
        var (code, _, errors) = Cli.Run("import", folder["official"], "TinySerpent", folder["run"]);
        Assert.Equal(1, code);
        Assert.Contains("reshaped: backbone.embedding.weight is [16, 8] in the checkpoint, [8, 8] in the model", errors);
        Assert.Contains("[MambaBranch(StateSize = 4)]", errors);
        Assert.False(Directory.Exists(folder["run"]));

        AssertUsage("There is no checkpoint", "import", folder["nothing"], "TinyMambaLm", folder["run"]);
        AssertUsage("never overwrite files", "import", folder["official"], "TinyMambaLm", folder["official"]);
        AssertUsage("There is no run", "export", folder["run"], folder["again"]);
        AssertUsage("is missing", "import");
        Assert.Equal(0, Cli.Run("import", folder["official"], "TinyMambaLm", folder["run"]).Code);
        AssertUsage("it must be best or last", "export", folder["run"], folder["again"], "--checkpoint", "first");
        (code, _, errors) = Cli.Run("export", folder["run"], folder["again"], "--naming", "torch");
        Assert.Equal(1, code);
        Assert.Contains("There is no naming 'torch'", errors);

        static void AssertUsage(string message, params string[] args)
        {
            var (code, _, errors) = Cli.Run(args);
            Assert.Contains(message, errors);
            Assert.Equal(2, code);
        }
    }

    private static ISequenceModel NewModel() => ArchitectureCatalogue.SpecOf(typeof(TinyMambaLm)).Create();
}
