using SerpentDsl.Io;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

public sealed class OfficialCheckpointTests
{
    public static TheoryData<string, bool, bool> Forms => new()
    {
        { "original", true, false }, { "original", false, false }, { "original", true, true },
        { "huggingface", true, false }, { "huggingface", false, false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_exported_is_imported_and_exported_again_bit_for_bit(string naming, bool tied, bool second)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new TinyMamba(tied: tied, second: second);
        using var other = new TinyMamba(tied: tied, second: second);
        OfficialCheckpoint.Write(model, folder["once"], OfficialCheckpoint.LayoutOf(model, naming));
        var checkpoint = OfficialCheckpoint.Read(folder["once"]);
        Assert.Equal(naming, checkpoint.Layout.Naming);
        Assert.Equal(naming == "original" || !tied, checkpoint.Layout.Tensors.Any(tensor => tensor.Name == "lm_head.weight"));
        Assert.Contains(
            naming == "original" ? "backbone.embedding.weight" : "backbone.embeddings.weight",
            checkpoint.Layout.Tensors.Select(tensor => tensor.Name));
        checkpoint.CopyTo(other);
        foreach (var (name, expected) in model.state_dict())
        {
            Tolerance.AssertClose(expected, other.state_dict()[name], 0, name);
        }

        checkpoint.Layout.Save(folder["layout.json"]);
        OfficialCheckpoint.Write(other, folder["twice"], OfficialLayout.Load(folder["layout.json"]));
        foreach (var file in new[] { "model.safetensors", "config.json" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["once"], file)), File.ReadAllBytes(Path.Combine(folder["twice"], file)));
        }
    }

    [Fact]
    public void A_checkpoint_in_several_files_half_precision_and_an_order_of_its_own_comes_out_tensor_for_tensor()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new TinyMamba();
        var layout = OfficialCheckpoint.LayoutOf(model, "original");
        layout = layout with
        {
            Tensors =
            [
                .. layout.Tensors.Reverse().Select(
                    (tensor, i) =>
                        tensor with
                        {
                            Type = tensor.Name.Contains("embedding")
                                || tensor.Name.Contains("lm_head") ? "BF16" : i % 2 == 0 ? "F16" : "F32",
                        })
            ],
        };
        OfficialCheckpoint.Write(model, folder["one"], layout);

        // The same, cut into two files.
        var whole = SafetensorsFile.Read(Path.Combine(folder["one"], "model.safetensors"));
        Directory.CreateDirectory(folder["two"]);
        string[][] parts = [[.. whole.Names.Take(5)], [.. whole.Names.Skip(5)]];
        for (var i = 0; i < 2; i++)
        {
            SafetensorsFile.Write(
                Path.Combine(folder["two"], $"model-{i}-of-2.safetensors"), parts[i].Select(name => (name, whole.ToTensor(name))));
        }

        var map = string.Join(',', parts.SelectMany((names, i) => names.Select(name => $"\"{name}\":\"model-{i}-of-2.safetensors\"")));
        File.WriteAllText(Path.Combine(folder["two"], "model.safetensors.index.json"), "{\"weight_map\":{" + map + "}}");

        using var other = new TinyMamba();
        var checkpoint = OfficialCheckpoint.Read(folder["two"]);
        checkpoint.CopyTo(other);
        OfficialCheckpoint.Write(other, folder["three"], checkpoint.Layout);
        var again = SafetensorsFile.Read(Path.Combine(folder["three"], "model.safetensors"));
        Assert.Equal(whole.Names, again.Names);
        foreach (var name in whole.Names)
        {
            Assert.Equal(whole.Entries[name].Type, again.Entries[name].Type);
            Assert.Equal(whole.Entries[name].Data.ToArray(), again.Entries[name].Data.ToArray());
        }
    }

    [Fact]
    public void Another_architecture_is_refused_with_every_difference_and_the_declaration_that_fits()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new TinyMamba(vocabulary: 24, depth: 3, stateSize: 6);
        OfficialCheckpoint.Write(model, folder.Path, OfficialCheckpoint.LayoutOf(model, "original"));
        using var other = new TinyMamba(tied: false);
        var before = other.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        var message = Refuse(folder.Path, other);
        Assert.Contains("reshaped: backbone.embedding.weight is [24, 8] in the checkpoint, [16, 8] in the model", message);
        Assert.Contains("reshaped: backbone.layers.0.mixer.A_log is [16, 6] in the checkpoint, [16, 4] in the model", message);
        Assert.Contains("unexpected in the checkpoint: backbone.layers.2.norm.weight [8]", message);
        Assert.Contains("[LanguageModel(vocabulary: 24, contextLength: 2048, TiedEmbeddings = true)]", message);
        Assert.Contains("[Backbone(features: 8, depth: 3, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]", message);
        Assert.Contains("[MambaBranch(StateSize = 6)]", message);
        foreach (var (name, value) in before)
        {
            Tolerance.AssertClose(value, other.state_dict()[name], 0, name);
        }

        using var second = new TinyMamba(second: true);
        OfficialCheckpoint.Write(second, folder["second"], OfficialCheckpoint.LayoutOf(second, "original"));
        message = Refuse(folder["second"], model);
        Assert.Contains("missing in the checkpoint: backbone.layers.0.mixer.x_proj.weight", message);
        Assert.Contains("[Mamba2Branch(StateSize = 4, HeadSize = 4, Groups = 2)]", message);
        Assert.Contains("more", message);
    }

    [Fact]
    public void Tied_and_untied_tables_are_held_apart()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var tied = new TinyMamba();
        using var untied = new TinyMamba(tied: false);
        OfficialCheckpoint.Write(untied, folder["untied"], OfficialCheckpoint.LayoutOf(untied, "original"));
        Assert.Contains("declare TiedEmbeddings = false", Refuse(folder["untied"], tied));
        OfficialCheckpoint.Write(tied, folder["tied"], OfficialCheckpoint.LayoutOf(tied, "huggingface"));
        Assert.Contains("declare TiedEmbeddings = true", Refuse(folder["tied"], untied));

        // With the copy in the file an untied model can begin from a tied one.
        OfficialCheckpoint.Write(tied, folder["copied"], OfficialCheckpoint.LayoutOf(tied, "original"));
        OfficialCheckpoint.Read(folder["copied"]).CopyTo(untied);
        Tolerance.AssertClose(untied.state_dict()["embedding.weight"], untied.state_dict()["head.weight"], 0, "head");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_is_not_finite_is_refused_by_name(double value)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new TinyMamba();
        using (no_grad())
        {
            model.state_dict()["blocks.1.branch0_ssm.A_log"][3, 2] = tensor((float)value);
        }

        OfficialCheckpoint.Write(model, folder.Path, OfficialCheckpoint.LayoutOf(model, "original"));
        Assert.Contains("not finite: backbone.layers.1.mixer.A_log", Refuse(folder.Path, model));
    }

    [Fact]
    public void A_type_that_loses_digits_foreign_names_and_foreign_layouts_are_refused()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new TinyMamba();
        using var wide = new TinyMamba().to(ScalarType.Float64);
        OfficialCheckpoint.Write(wide, folder["wide"], OfficialCheckpoint.LayoutOf(wide, "original"));
        Assert.Contains("retyped: backbone.embedding.weight is F64", Refuse(folder["wide"], model));
        ModuleState.Save(model, folder["ours.safetensors"]);
        Assert.Contains("no tensor has a name of an official", Refuse(folder["ours.safetensors"], model));
        Assert.Contains(
            "no naming 'torch'", Assert.Throws<SafetensorsException>(() => OfficialCheckpoint.LayoutOf(model, "torch")).Message);
        using var deeper = new TinyMamba(depth: 3);
        Assert.Contains(
            "blocks.2.norm.weight",
            Assert.Throws<SafetensorsException>(
                () => OfficialCheckpoint.Write(deeper, folder["x"], OfficialCheckpoint.LayoutOf(model, "original"))).Message);
        Assert.Contains(
            "backbone.layers.2.norm.weight",
            Assert.Throws<SafetensorsException>(
                () => OfficialCheckpoint.Write(model, folder["x"], OfficialCheckpoint.LayoutOf(deeper, "original"))).Message);
        using var strange = nn.Sequential(("strange", nn.Linear(2, 2)));
        Assert.Contains(
            "strange.weight", Assert.Throws<SafetensorsException>(() => OfficialCheckpoint.LayoutOf(strange, "original")).Message);
        File.WriteAllText(folder["layout"], "{}");
        Assert.Contains("no layout", Assert.Throws<SafetensorsException>(() => OfficialLayout.Load(folder["layout"])).Message);
    }

    [Fact]
    public void An_S4_model_is_exchanged_with_its_tuned_length_and_without_what_nobody_reads()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new TinyS4(maxLength: 32);
        using var other = new TinyS4(maxLength: 8);
        OfficialCheckpoint.Write(model, folder["once"], OfficialCheckpoint.LayoutOf(model, "s4"));
        var once = SafetensorsFile.Read(Path.Combine(folder["once"], "model.safetensors"));
        Assert.Contains("model.layers.0.layer.layer.kernel.l_kernel", once.Names);
        Assert.False(File.Exists(Path.Combine(folder["once"], "config.json")));

        SafetensorsFile.Write(
            folder["s4.safetensors"],
            [
                .. once.Names.Select(name => (name, once.ToTensor(name))),
                ("model.layers.0.norm.norm.num_batches_tracked", zeros([], ScalarType.Int64))
            ]);
        var checkpoint = OfficialCheckpoint.Read(folder["s4.safetensors"]);
        checkpoint.CopyTo(other);
        foreach (var (name, expected) in model.state_dict())
        {
            Tolerance.AssertClose(expected, other.state_dict()[name], 0, name);
        }

        OfficialCheckpoint.Write(other, folder["twice"], checkpoint.Layout with { Metadata = once.Metadata });
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder["once"], "model.safetensors")),
            File.ReadAllBytes(Path.Combine(folder["twice"], "model.safetensors")));
    }

    [Theory]
    [InlineData("original", "backbone.layers.10.mixer.dt_proj.bias", "blocks.10.branch0_ssm.dt_proj.bias")]
    [InlineData("huggingface", "backbone.embeddings.weight", "embedding.weight")]
    [InlineData("s4", "model.layers.3.layer.layer.kernel.C", "blocks.3.branch0_ssm.kernel.C")]
    [InlineData("s4", "model.layers.3.layer.output_linear.0.bias", "blocks.3.mixer.linear.bias")]
    [InlineData("s4", "model.layers.0.norm.norm.running_mean", "blocks.0.norm.running_mean")]
    [InlineData("s4", "decoder.0.output_transform.weight", "head.weight")]
    [InlineData("original", "backbone.layers.01.mixer.D", null)]
    [InlineData("original", "backbone.layers.-1.mixer.D", null)]
    [InlineData("original", "backbone.layers.1.mixer", null)]
    [InlineData("original", "lm_head.weight.more", null)]
    public void Names_are_translated_both_ways(string naming, string official, string? ours)
    {
        var scheme = OfficialNaming.All.Single(candidate => candidate.Name == naming);
        Assert.Equal(ours, scheme.ToOurs(official));
        if (ours is not null)
        {
            Assert.Equal(official, scheme.ToOfficial(ours));
        }
    }

    [Fact]
    public void Thousands_of_mutilated_checkpoints_are_imported_or_refused_but_never_anything_else()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new TinyMamba(vocabulary: 3, features: 2, depth: 1, stateSize: 1);
        OfficialCheckpoint.Write(model, folder.Path, OfficialCheckpoint.LayoutOf(model, "original"));
        byte[] good = File.ReadAllBytes(folder["model.safetensors"]), config = File.ReadAllBytes(folder["config.json"]);
        var headerEnd = 8 + (int)BitConverter.ToUInt64(good);
        var random = new Random(3);
        var refused = 0;
        const int rounds = 3000;
        for (var round = 0; round < rounds; round++)
        {
            using var inner = NewDisposeScope();
            var header = round % 4 == 0 ? good[8..headerEnd] : Mutation.Of(good[8..headerEnd], random);
            var data = round % 4 == 1 ? Mutation.Of(good[headerEnd..], random) : good[headerEnd..];
            var text = round % 4 == 0 ? Mutation.Of(config, random) : config;
            try
            {
                using var content = new MemoryStream([.. BitConverter.GetBytes((ulong)header.Length), .. header, .. data]);
                OfficialCheckpoint.Of("fuzzed", SafetensorsFile.Read(content, "fuzzed"), text).CopyTo(model);
            }
            catch (SafetensorsException error)
            {
                Assert.StartsWith("fuzzed", error.Message);
                refused++;
            }
        }

        Assert.InRange(refused, rounds / 2, rounds);
    }

    private static string Refuse(string path, nn.Module module) =>
        Assert.Throws<SafetensorsException>(() => OfficialCheckpoint.Read(path).CopyTo(module)).Message;
}
