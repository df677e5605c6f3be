using System.Text.Json.Nodes;
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

        Directory.CreateDirectory(folder["pointer"]);
        File.Copy(
            Path.Combine(FixtureFiles.Folder, "import", "refuse", "pointer", "model.safetensors"),
            Path.Combine(folder["pointer"], "model.safetensors"));
        (code, _, errors) = Cli.Run("import", folder["pointer"], "TinyMambaLm", folder["run"]);
        Assert.Equal(1, code);
        Assert.Contains("a Git LFS pointer, which stands for the file itself of 516,567,560 bytes: run 'git lfs pull'", errors);

        AssertUsage("There is no checkpoint", "import", folder["nothing"], "TinyMambaLm", folder["run"]);
        AssertUsage("never overwrite files", "import", folder["official"], "TinyMambaLm", folder["official"]);
        AssertUsage("There is no run", "export", folder["run"], folder["again"]);
        AssertUsage("is missing", "import");
        AssertUsage("fits TinyMambaLm, TinyMambaText. Name one of them after it.", "import", folder["official"]);
        AssertUsage(
            "[LanguageModel(vocabulary: 280, contextLength: 2048, TiedEmbeddings = true)]\n  [Backbone(features: 8, depth: 1, "
                + "Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]\n  [MambaBranch(StateSize = 4)]\n  public sealed partial class "
                + "HfPaddedVocab8Tokenizer;",
            "import", Path.Combine(FixtureFiles.Folder, "import", "hf_padded_vocab8_tokenizer"));
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

    [Fact]
    public void The_tokenizer_comes_along_if_it_can_be_read()
    {
        using var folder = new TemporaryFolder();
        using var model = NewModel();
        OfficialCheckpoint.Write(model.Module, folder["official"], OfficialCheckpoint.LayoutOf(model.Module, "huggingface"));
        var (code, output, errors) = Cli.Run("import", folder["official"], "TinyMambaLm", folder["without"]);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("It has no tokenizer", output);

        var tokenizer = Path.Combine(folder["official"], "tokenizer.json");
        var published = Path.Combine(FixtureFiles.Folder, "import", "hf_padded_vocab8_tokenizer");
        File.Copy(Path.Combine(published, "tokenizer_config.json"), Path.Combine(folder["official"], "tokenizer_config.json"));
        var text = File.ReadAllText(Path.Combine(published, "tokenizer.json")).Replace("{\"type\": \"NFC\"}", "null");
        File.WriteAllText(tokenizer, text);
        (code, output, errors) = Cli.Run("import", folder["official"], "TinyMambaLm", folder["with"]);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains($"Its tokenizer is in {Path.Combine(folder["with"], "tokenizer.json")}", output);
        foreach (var file in new[] { "tokenizer.json", "tokenizer_config.json" })
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(folder["official"], file)), File.ReadAllBytes(Path.Combine(folder["with"], file)));
        }

        foreach (var (content, reason) in new[]
        {
            ("", "is empty"), ("{", "tokenizer.json"), ("""{"model": {"type": "Sudoku"}}""", "Sudoku"),
        })
        {
            File.WriteAllText(tokenizer, content);
            var run = folder[$"run{content.Length}"];
            (code, output, errors) = Cli.Run("import", folder["official"], "TinyMambaLm", run);
            Assert.Equal(0, code);
            Assert.Contains("It has no tokenizer", output);
            Assert.StartsWith("The tokenizer is not imported: ", errors);
            Assert.Contains(reason, errors);
            Assert.Single(errors.TrimEnd().Split('\n'));
            Assert.False(File.Exists(Path.Combine(run, "tokenizer.json")));
        }
    }

    private static ISequenceModel NewModel() => ArchitectureSpec.Of(typeof(TinyMambaLm)).Create();
}
