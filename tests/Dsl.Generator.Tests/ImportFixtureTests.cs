using System.Collections.Concurrent;
using System.Reflection;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>
/// Published layouts of checkpoints: each is imported into the declaration that a refusal proposes, and gives the official logits; or it
/// is refused for its reason.
/// </summary>
public sealed class ImportFixtureTests
{
    private const string Folder = "import";
    private const double LargestError = 1e-8;

    private static readonly ConcurrentDictionary<string, Assembly> s_assemblies = new();

    public static TheoryData<string> Accepted()
    {
        var data = new TheoryData<string>();
        foreach (var folder in FixtureFiles.Paths(Folder).Where(path => path.EndsWith("/golden.safetensors", StringComparison.Ordinal))
            .Select(path => path.Split('/')[1])
            .Where(folder => folder != "falcon_mamba"))
        {
            data.Add(folder);
        }

        return data;
    }

    [FixtureTheory(Folder)]
    [MemberData(nameof(Accepted))]
    public void A_published_checkpoint_fits_the_proposed_declaration_and_gives_the_official_logits(string folder)
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(FixtureFiles.Folder, Folder, folder);
        var checkpoint = OfficialCheckpoint.Read(path);
        using var model = Make(Proposed(checkpoint));
        model.Module.to(ScalarType.Float64);
        checkpoint.CopyTo(model.Module);

        var golden = SafetensorsFile.Read(Path.Combine(path, "golden.safetensors"));
        using var noGradient = no_grad();
        Tensor expected = golden.ToTensor("out.logits"), logits = model.forward(golden.ToTensor("in.input_ids"), null);
        Assert.InRange(((logits - expected).abs().max() / expected.abs().max()).item<double>(), 0, LargestError);

        // It comes out as it went in: the same names, types and bytes.
        using var again = new TemporaryFolder();
        using var single = Make(Proposed(checkpoint));
        checkpoint.CopyTo(single.Module);
        OfficialCheckpoint.Write(single.Module, again.Path, checkpoint.Layout);
        SafetensorsFile before = TensorFiles.Read(path), after = TensorFiles.Read(again.Path);
        Assert.Equal(before.Names, after.Names);
        Assert.All(before.Names, name => Assert.Equal(before.Entries[name].Data.ToArray(), after.Entries[name].Data.ToArray()));
    }

    [Theory]
    [InlineData("falcon_mamba", "model_type falcon_mamba")]
    [InlineData("refuse/unknown_model_type", "model_type jamba")]
    [InlineData("refuse/missing_tensor", "missing in the checkpoint: backbone.layers.0.mixer.D")]
    [InlineData("refuse/missing_shard", "it names model-00002-of-00002.safetensors, which is not in the folder")]
    [InlineData("refuse/truncated", "the file is truncated or corrupt")]
    [InlineData("refuse/wrong_shape", "backbone.layers.0.mixer.x_proj.weight is [10, 16] in the checkpoint, [9, 16] in the model")]
    [InlineData("refuse/pickle_foreign_global", "names posix.getcwd")]
    [InlineData("refuse/pickle_legacy_format", "of PyTorch before 1.6")]
    [InlineData("refuse/pointer", "a Git LFS pointer, which stands for the file itself of 516,567,560 bytes: run 'git lfs pull'")]
    public void A_checkpoint_that_cannot_be_used_is_refused_for_its_reason(string folder, string reason)
    {
        using var model = Make(
            """
              [LanguageModel(vocabulary: 8, contextLength: 2048, TiedEmbeddings = true)]
              [Backbone(features: 8, depth: 1, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
              [MambaBranch(StateSize = 4)]
            """);
        var path = Path.Combine(FixtureFiles.Folder, Folder, folder);
        var message = Assert.Throws<SafetensorsException>(() => OfficialCheckpoint.Read(path).CopyTo(model.Module)).Message;
        Assert.Contains(reason, message);
        Assert.Contains(path, message);
    }

    [Fact]
    public void Limits_of_the_steps_are_declared_or_the_checkpoint_is_refused()
    {
        const string without = "StateSize = 8, HeadSize = 4", with = without + ", LeastDelta = 0.15, GreatestDelta = 0.3";
        var limited = Read("hf_mamba2_limit_bf16");
        var message = Refuse(limited, Second(without));
        Assert.Contains("time_step_limit [0.15, 0.3]: declare LeastDelta = 0.15, GreatestDelta = 0.3", message);
        Assert.Contains("[Mamba2Branch(StateSize = 8, HeadSize = 4, LeastDelta = 0.15, GreatestDelta = 0.3)]", message);
        Assert.Contains("LeastDelta = 0.1\n", Refuse(Read("hf_mamba2_infinity_transformers5"), Second(without)) + "\n");

        // A model that declares limits does not take a checkpoint without.
        Assert.Contains("declare neither LeastDelta nor GreatestDelta", Refuse(Read("official_mamba2_bf16"), Second(with)));
    }

    [Fact]
    public void Groups_that_only_the_configuration_tells_are_declared_or_the_checkpoint_is_refused()
    {
        const string head = "  [LanguageModel(vocabulary: 16, contextLength: 64, TiedEmbeddings = true)]\n";
        var checkpoint = Read("case_groups");
        var message = Refuse(checkpoint, Second("StateSize = 8, HeadSize = 4", head));
        Assert.Contains("config.json says ngroups 2: declare Groups = 2, StateSize = 4", message);
        Assert.Contains("[Mamba2Branch(StateSize = 4, HeadSize = 4, Groups = 2)]", message);
        using var right = Make(Second("StateSize = 4, HeadSize = 4, Groups = 2", head));
        checkpoint.CopyTo(right.Module);

        // The same tensors with transformers' configuration are another model: its norm spans all groups.
        using var folder = new TemporaryFolder();
        OfficialCheckpoint.Write(right.Module, folder.Path, checkpoint.Layout with
        {
            Config = """{"model_type": "mamba2", "hidden_size": 8, "state_size": 4, "n_groups": 2, "head_dim": 4, "num_heads": 4}""",
        });
        var transformers = OfficialCheckpoint.Read(folder.Path);
        Assert.Contains("declare NormPerGroup = false", Refuse(transformers, Second("StateSize = 4, HeadSize = 4, Groups = 2", head)));
        using var whole = Make(Proposed(transformers));
        transformers.CopyTo(whole.Module);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var tokens = randint(16, [2, 9]);
        Assert.True((right.forward(tokens, null) - whole.forward(tokens, null)).abs().max().item<float>() > 1e-4);
    }

    [Theory]
    [InlineData("NormPlacement = NormPlacement.After", "declare NormPlacement = NormPlacement.Before")]
    [InlineData("", "declare NormPlacement = NormPlacement.Before")]
    [InlineData("NormPlacement = NormPlacement.Before, Mixer = Mixer.Linear", "Mixer.Linear")]
    public void A_model_that_only_looks_like_an_official_one_takes_no_official_checkpoint_and_writes_none(string backbone, string reason)
    {
        var checkpoint = OfficialCheckpoint.Read(Path.Combine(FixtureFiles.Folder, "mamba-lm", "tiny_mamba_2layer"));
        var declaration =
            $"""
              [LanguageModel(vocabulary: 64, contextLength: 64, TiedEmbeddings = true)]
              [Backbone(features: 16, depth: 2, Norm = Norm.Rms{(backbone.Length > 0 ? ", " + backbone : "")})]
              [MambaBranch(StateSize = 8)]
            """;
        Assert.Contains(reason, Refuse(checkpoint, declaration));
        using var model = Make(declaration);
        using var folder = new TemporaryFolder();
        foreach (var naming in new[] { "original", "huggingface" })
        {
            Assert.Contains(
                backbone.Contains("Mixer", StringComparison.Ordinal) ? "mixer" : reason,
                Assert.Throws<SafetensorsException>(() => OfficialCheckpoint.LayoutOf(model.Module, naming)).Message);
        }

        Assert.Contains(
            backbone.Contains("Mixer", StringComparison.Ordinal) ? "Mixer" : reason,
            Assert.Throws<SafetensorsException>(() => OfficialCheckpoint.Write(model.Module, folder.Path, checkpoint.Layout)).Message);
    }

    private static OfficialCheckpoint Read(string folder) => OfficialCheckpoint.Read(Path.Combine(FixtureFiles.Folder, Folder, folder));

    private static string Second(
        string options, string head = "  [LanguageModel(vocabulary: 32, contextLength: 64, TiedEmbeddings = true)]\n") =>
        $"{head}  [Backbone(features: 8, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]\n  [Mamba2Branch({options})]\n";

    // The attributes that a refusal proposes.
    private static string Proposed(OfficialCheckpoint checkpoint)
    {
        using var other = nn.Linear(1, 1);
        var message = Assert.Throws<SafetensorsException>(() => checkpoint.CopyTo(other)).Message;
        return message[message.IndexOf("  [LanguageModel", StringComparison.Ordinal)..];
    }

    private static string Refuse(OfficialCheckpoint checkpoint, string declaration)
    {
        using var model = Make(declaration);
        return Assert.Throws<SafetensorsException>(() => checkpoint.CopyTo(model.Module)).Message;
    }

    private static ILanguageModel Make(string attributes)
    {
        var assembly = s_assemblies.GetOrAdd(
            attributes, static text => GeneratedAssembly.Compile($"using SerpentDsl;\n\n{text}\npublic sealed partial class Declared;\n"));
        return GeneratedAssembly.Create<ILanguageModel>(assembly, "Declared");
    }
}
