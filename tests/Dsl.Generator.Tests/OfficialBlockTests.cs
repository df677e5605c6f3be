using System.Globalization;
using SerpentDsl.Layers;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>
/// Blocks of the Transformer, Mega, SeqBoat and ChordMixer against golden files: each file's block is written as a declaration, in the
/// language's own terms.
/// </summary>
public sealed class OfficialBlockTests
{
    public static TheoryData<string> Files() =>
    [
        "transformer/layer_prenorm_causal_L12.safetensors",
        "transformer/layer_prenorm_lra_L11.safetensors",
        "transformer/layer_prenorm_padding_L14.safetensors",
        "mega/decoder_laplace_prenorm_ffn_chunk5_steps_L10.safetensors",
        "mega/encoder_softmax_scalenorm_postnorm_ffn_padding_L16.safetensors",
        "seqboat/softmax_bidir_localpos_w3_scalenorm_postnorm_L15.safetensors",
        "seqboat/softmax_causal_global_w4_steps_L16.safetensors",
        "chordmixer/model_L16.safetensors",
    ];

    [FixtureTheory("transformer", "mega", "seqboat", "chordmixer")]
    [MemberData(nameof(Files))]
    public void A_generated_block_computes_what_the_file_says(string file)
    {
        var system = file.Split('/')[0];
        foreach (var type in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(file);
            if (system == "chordmixer")
            {
                CheckChords(fixture, type);
                continue;
            }

            using var block = Load(fixture, Declaration(fixture, system), type, Rename);
            var isTimeFirst = system != "transformer";
            var given = fixture.Tensor("in.x", type).requires_grad_();
            var u = isTimeFirst ? given.transpose(0, 1) : given;
            var lengths = fixture.Contains("in.padding_mask")
                ? fixture.Tensor("in.padding_mask").logical_not().to(ScalarType.Int64).sum([1])
                : null;
            var y = block.forward(u, lengths);
            var output = isTimeFirst ? y.transpose(0, 1) : y;
            (output * fixture.Tensor("w.y", type)).sum().backward();
            Tolerance.AssertClose(fixture, "out.y", output);
            Tolerance.AssertClose(fixture, "grad.in.x", given.grad);
            FixtureParameters.AssertGradients(fixture, block, rename: Rename);
            if (fixture.Contains("out.step_y"))
            {
                CheckSteps(fixture, (StreamingLayer)block, u);
            }

            // A scale norm's only weight has a name of its own in the files.
            string Rename(string name) => Official(system, name) is var official && fixture.Contains("param." + official)
                ? official
                : official.Replace("norm.norm.weight", "norm.norm.scalar", StringComparison.Ordinal);
        }
    }

    private static void CheckSteps(Fixture fixture, StreamingLayer block, Tensor u)
    {
        using var noGradient = no_grad();
        using var state = block.NewState(u.shape[0]);
        using var output = zeros_like(u.select(1, 0)).contiguous();
        var steps = Enumerable.Range(0, (int)u.shape[1])
            .Select(position => block.Step(u.select(1, position).contiguous(), state, output).clone());
        Tolerance.AssertClose(fixture, "out.step_y", stack([.. steps], 0));
    }

    private static void CheckChords(Fixture fixture, ScalarType type)
    {
        using var noGradient = no_grad();
        var states = nn.functional.linear(
            fixture.Tensor("in.x", type), fixture.Tensor("param.embedding.weight", type), fixture.Tensor("param.embedding.bias", type));
        for (var i = 0; i < fixture.Int("n_layers", 0); i++)
        {
            using var block = Load(
                fixture,
                $"[SequenceClassifier(vocabulary: 5, classes: 2, maxLength: {fixture.Int("L", 0)})]\n[Backbone(TrackSize = "
                    + $"{fixture.Int("track_size", 0)}, Norm = Norm.Layer, NormPlacement = NormPlacement.Before)]\n"
                    + $"[ChordBranch(HiddenFeatures = {fixture.Int("hidden_size", 0)})]",
                type,
                name => $"encoder.chordmixer_blocks.{i}."
                    + name.Replace("branch0_ssm.", "", StringComparison.Ordinal).Replace("norm.", "prenorm.", StringComparison.Ordinal));
            states = block.forward(states, null);
        }

        Tolerance.AssertClose(fixture, "out.encoder", states);
    }

    /// <summary>Compiles a declaration and gives its block the file's parameters.</summary>
    private static SequenceLayer Load(Fixture fixture, string declaration, ScalarType type, Func<string, string> rename)
    {
        var assembly = Compiled.Of(Declared.Class(declaration));
        var block = (SequenceLayer)Activator.CreateInstance(assembly.GetType("Demo.Model+Block", throwOnError: true)!)!;
        block.to(type);
        FixtureParameters.Load(fixture, block, rename: rename);
        return block;
    }

    private static string Official(string system, string name)
    {
        var (norm, parts) = system switch
        {
            "transformer" => ("norm1.", new[]
            {
                ("branch0_ssm.in_proj.", "self_attn.in_proj_"), ("branch0_ssm.", "self_attn."), ("feed_forward_norm.", "norm2."),
                ("feed_forward.fc", "linear"),
            }),
            "mega" => ("mega_layer.norm.norm.", new[]
            {
                ("branch0_ssm.", "mega_layer."), ("feed_forward_norm.", "nffn.norm.norm."), ("feed_forward.", "nffn."),
            }),
            _ => ("norm.norm.", new[] { ("branch0_ssm.", "") }),
        };
        if (name.StartsWith("norm.", StringComparison.Ordinal))
        {
            return norm + name["norm.".Length..];
        }

        var (ours, theirs) = parts.First(part => name.StartsWith(part.Item1, StringComparison.Ordinal));
        return theirs + name[ours.Length..];
    }

    private static string Declaration(Fixture fixture, string system)
    {
        var isCausal = fixture.Bool("causal", !fixture.Bool("bidirectional", true));
        var length = fixture.Int("max_positions", 32);
        var head = isCausal
            ? $"[LanguageModel(vocabulary: 5, contextLength: {length})]"
            : $"[SequenceClassifier(vocabulary: 5, classes: 2, maxLength: {length})]";
        var features = fixture.Int("d_model", fixture.Int("embed_dim", 0));
        var placement = fixture.Bool("pre_norm", fixture.Bool("prenorm", true)) ? "Before" : "After";
        var norm = fixture.Text("norm_type") == "scalenorm" ? "Scale" : "Layer";
        var (options, branch) = system switch
        {
            "transformer" => (
                string.Create(
                    CultureInfo.InvariantCulture,
                    $", FeedForward = {fixture.Int("mlp_dim", 0)}, NormEpsilon = {fixture.Value("layer_norm_eps")!.Value.GetDouble()}")
                    + $", FeedForwardActivation = PointwiseFunction.{(fixture.Text("gelu") == "tanh" ? "TanhGelu" : "Gelu")}",
                $"[AttentionBranch(Heads = {fixture.Int("heads", 0)})]"),
            "mega" => (
                $", FeedForward = {fixture.Int("ffn_hidden_dim", 0)}, FeedForwardActivation = PointwiseFunction.Silu",
                $"[MegaBranch({Gated(fixture)}, StateSize = {fixture.Int("ndim", 0)}, ChunkLength = "
                    + $"{Math.Max(0, fixture.Int("chunk_size", 0))})]"),
            _ => (
                ", SkipActivation = PointwiseFunction.Silu",
                $"[SeqBoatBranch({Gated(fixture)}, StateSize = {fixture.Tensor("param.move.gamma").shape[1]}, Window = "
                    + $"{fixture.Int("window", 0)}, LocalPositions = {(fixture.Bool("local_pos", false) ? "true" : "false")})]"),
        };
        return $"{head}\n[Backbone(features: {features}, depth: 1, Norm = Norm.{norm}, NormPlacement = NormPlacement.{placement}"
            + $"{options})]\n{branch}";
    }

    private static string Gated(Fixture fixture)
    {
        var function = fixture.Text("attention_activation") == "laplace" ? "Laplace" : "Softmax";
        return $"QueryFeatures = {fixture.Int("zdim", 0)}, ValueFeatures = {fixture.Int("hdim", 0)}, AttentionFunction = "
            + $"AttentionFunction.{function}";
    }
}
