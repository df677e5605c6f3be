using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>
/// Whole official language models: their <c>config.json</c> becomes a declaration, their checkpoint is imported into the generated model,
/// and logits, gradients, cached logits and greedy tokens are those of the official code.
/// </summary>
public sealed class MambaLanguageModelTests
{
    private const string Folder = "mamba-lm";

    private static readonly ConcurrentDictionary<string, Assembly> s_assemblies = new();

    public static TheoryData<string, ScalarType> Files()
    {
        var data = new TheoryData<string, ScalarType>();
        foreach (var file in FixtureFiles.Paths(Folder).Where(path => path.EndsWith("/golden.safetensors", StringComparison.Ordinal)))
        {
            data.Add(file, ScalarType.Float64);
            data.Add(file, ScalarType.Float32);
        }

        return data;
    }

    [FixtureTheory(Folder)]
    [MemberData(nameof(Files))]
    public void A_declared_model_computes_what_the_official_one_does(string file, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Load(file);
        using var model = Import(fixture, file);
        model.Module.to(type);
        Tensor tokens = fixture.Tensor("in.input_ids"), targets = fixture.Tensor("in.targets");

        var logits = model.forward(tokens, null);
        var loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten());
        loss.backward();
        Tolerance.AssertClose(fixture, "out.logits", logits);
        Tolerance.AssertClose(fixture, "out.loss", loss.unsqueeze(0));
        var state = model.Module.state_dict();
        foreach (var name in fixture.NamesWith("grad."))
        {
            Tolerance.AssertClose(fixture, name, state[ModelName(name["grad.".Length..])].grad);
        }

        if (fixture.Contains("out.logits_cached"))
        {
            AssertStreams(fixture, model, tokens);
        }

        fixture.AssertAllUsed();
    }

    [FixtureTheory(Folder)]
    [MemberData(nameof(Files))]
    public void An_imported_checkpoint_is_exported_hash_for_hash(string file, ScalarType type)
    {
        if (type != ScalarType.Float32)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var source = Path.Combine(FixtureFiles.Folder, Path.GetDirectoryName(file)!);
        using var model = Import(Fixture.Load(file), file);
        OfficialCheckpoint.Write(model.Module, folder.Path, OfficialCheckpoint.Read(source).Layout);
        Assert.Equal(["config.json", "model.safetensors"], folder.Files.Order());
        foreach (var name in folder.Files)
        {
            Assert.Equal(
                Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(source, name)))),
                Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(folder[name]))));
        }
    }

    /// <summary>Half of the prompt in one piece, the rest token by token; then eight greedy tokens.</summary>
    private static void AssertStreams(Fixture fixture, ILanguageModel model, Tensor tokens)
    {
        using var noGradient = no_grad();
        var stream = (IStreamingModel)model;
        using var state = stream.NewState(tokens.shape[0]);
        var half = tokens.shape[1] / 2;
        List<Tensor> logits = [stream.Chunk(tokens.narrow(1, 0, half), null, state)];
        for (var position = half; position < tokens.shape[1]; position++)
        {
            logits.Add(stream.Step(tokens.select(1, position), state).unsqueeze(1));
        }

        Tolerance.AssertClose(fixture, "out.logits_cached", cat(logits, 1));
        Tensor expected = fixture.Tensor("out.greedy_tokens"), next = logits[^1].squeeze(1).argmax(-1);
        List<Tensor> greedy = [next];
        while (greedy.Count < expected.shape[1])
        {
            next = stream.Step(next, state).argmax(-1);
            greedy.Add(next);
        }

        Assert.Equal(expected, stack(greedy, 1));
    }

    private static ILanguageModel Import(Fixture fixture, string file)
    {
        var assembly = s_assemblies.GetOrAdd(Declaration(fixture), GeneratedAssembly.Compile);
        var model = GeneratedAssembly.Create<ILanguageModel>(assembly, "Declared");
        OfficialCheckpoint.Read(Path.Combine(FixtureFiles.Folder, Path.GetDirectoryName(file)!)).CopyTo(model.Module);
        return model;
    }

    private static string Declaration(Fixture fixture)
    {
        JsonElement config = fixture.Config.GetProperty("model"), layer = config.GetProperty("ssm_cfg");
        int multiple = config.GetProperty("pad_vocab_size_multiple").GetInt32(),
            vocabulary = (config.GetProperty("vocab_size").GetInt32() + multiple - 1) / multiple * multiple;
        var isSecond = layer.TryGetProperty("layer", out var kind) && kind.GetString() == "Mamba2";
        List<string> options = [];
        var given = layer.EnumerateObject()
            .Where(option => option.Name is not ("layer" or "use_mem_eff_path" or "use_fast_path"))
            .Where(option => option.Value.ValueKind != JsonValueKind.Null);
        foreach (var option in given)
        {
            var value = option.Value.ValueKind switch
            {
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => option.Value.GetRawText(),
            };
            options.Add(option.Name switch
            {
                "d_state" => $"StateSize = {value}",
                "d_conv" => $"ConvWidth = {value}",
                "expand" => $"Expand = {value}",
                "dt_rank" => $"DtRank = {(value == "\"auto\"" ? "0" : value)}",
                "dt_min" => $"MinDelta = {value}",
                "dt_max" => $"MaxDelta = {value}",
                "dt_init_floor" => $"DeltaFloor = {value}",
                "dt_scale" => $"DeltaScale = {value}",
                "dt_init" => $"DeltaInitialisation = DeltaInitialisation.{(value == "\"constant\"" ? "Constant" : "Random")}",
                "conv_bias" => $"ConvBias = {value}",
                "bias" => $"Bias = {value}",
                "headdim" => $"HeadSize = {value}",
                "ngroups" => $"Groups = {value}",
                "d_ssm" => $"SsmFeatures = {value}",
                "D_has_hdim" => $"SkipPerChannel = {value}",
                "rmsnorm" => $"GatedNorm = {value}",
                "norm_before_gate" => $"NormBeforeGate = {value}",
                "chunk_size" => $"ChunkLength = {value}",
                "conv_init" => $"ConvRange = {value}",
                "A_init_range" => $"MinA = {Number(option.Value[0])}, MaxA = {Number(option.Value[1])}",
                "dt_limit" => $"LeastDelta = {Number(option.Value[0])}, GreatestDelta = {Number(option.Value[1])}",
                var other => throw new NotSupportedException($"{fixture.Name}: no option is called '{other}'."),
            });
        }

        int features = config.GetProperty("d_model").GetInt32(), depth = config.GetProperty("n_layer").GetInt32();
        var tied = config.GetProperty("tie_embeddings").GetBoolean() ? "true" : "false";
        var norm = config.GetProperty("rms_norm").GetBoolean() ? "Rms" : "Layer";
        return string.Create(CultureInfo.InvariantCulture, $"""
            using SerpentDsl;

            [LanguageModel(vocabulary: {vocabulary}, contextLength: {fixture.Int("L", 0)}, TiedEmbeddings = {tied})]
            [Backbone(features: {features}, depth: {depth}, NormPlacement = NormPlacement.Before, Norm = Norm.{norm})]
            [{(isSecond ? "Mamba2" : "Mamba")}Branch({string.Join(", ", options)})]
            public sealed partial class Declared;
            """);
    }

    // JSON writes infinity as text.
    private static string Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString() == "inf" ? "double.PositiveInfinity" : value.GetString()!
        : value.GetRawText();

    private static string ModelName(string official) => official.Split('.') switch
    {
        ["backbone", "embedding", "weight"] => "embedding.weight",
        ["backbone", "layers", var layer, "norm", var parameter] => $"blocks.{layer}.norm.{parameter}",
        ["backbone", "layers", var layer, "mixer", .. var parameter] => $"blocks.{layer}.branch0_ssm.{string.Join('.', parameter)}",
        ["backbone", "norm_f", var parameter] => $"final_norm.{parameter}",
        ["lm_head", "weight"] => "head.weight",
        _ => throw new NotSupportedException($"No part of a model is called '{official}'."),
    };
}
