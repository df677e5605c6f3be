using System.Text.Json;
using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Mamba-3 against the official references: values, gradients and states, in both precisions.</summary>
public sealed class Mamba3FixtureTests
{
    [FixtureTheory("mamba3")]
    [MemberData(nameof(FixtureFiles.In), "mamba3", MemberType = typeof(FixtureFiles))]
    public void Mamba3_agrees_with_the_official_code(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            switch (fixture.Text("kind"))
            {
                case "op":
                    CheckOperator(fixture, dtype);
                    break;
                case "block":
                    CheckBlock(fixture, dtype);
                    break;
                default:
                    CheckLanguageModel(fixture, dtype);
                    break;
            }

            fixture.AssertAllUsed();
        }
    }

    private static void CheckOperator(Fixture fixture, ScalarType dtype)
    {
        var leaves = fixture.NamesWith("in.").ToDictionary(
            name => name["in.".Length..], name => fixture.Tensor(name, dtype).requires_grad_(true));
        var inputs = Inputs(leaves);
        var (output, last) = RotatingScan.Apply(inputs with { Initial = Initial(leaves) });
        var y = Gated(leaves, inputs.Values, output);
        (y * fixture.Tensor("w.y", dtype)).sum()
            .Plus((last.States * fixture.Tensor("w.final_ssm", dtype)).sum())
            .Plus((last.Keys * fixture.Tensor("w.final_k", dtype)).sum())
            .backward();
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "out.final_ssm", last.States);
        Tolerance.AssertClose(fixture, "out.final_k", last.Keys);
        Tolerance.AssertClose(fixture, "out.final_v", last.Values);
        AssertAngles(fixture, "out.final_angle", last.Angles);
        foreach (var (name, leaf) in leaves)
        {
            Tolerance.AssertClose(fixture, $"grad.in.{name}", leaf.grad);
        }

        CheckSteps(fixture, leaves, inputs);
    }

    private static void CheckSteps(Fixture fixture, Dictionary<string, Tensor> leaves, RotatingScanInputs inputs)
    {
        using var noGradient = no_grad();
        var state = Initial(leaves);
        var steps = new List<Tensor>();
        for (long position = 0; position < inputs.Values.shape[1]; position++)
        {
            var (output, next) = RotatingScan.Apply(inputs with
            {
                Queries = At(inputs.Queries),
                Keys = At(inputs.Keys),
                Values = At(inputs.Values),
                Delta = At(inputs.Delta),
                LogDecay = At(inputs.LogDecay),
                Weight = At(inputs.Weight),
                Rates = At(inputs.Rates),
                Initial = state,
            });
            state = next;
            steps.Add(output);

            Tensor At(Tensor x) => x.narrow(1, position, 1);
        }

        Tolerance.AssertClose(fixture, "out.step_y", Gated(leaves, inputs.Values, cat(steps, 1)));
        Tolerance.AssertClose(fixture, "out.step_ssm", state!.States);
    }

    private static RotatingScanInputs Inputs(Dictionary<string, Tensor> leaves) => new()
    {
        Queries = leaves["Q"],
        Keys = leaves["K"],
        QueryBias = leaves["Q_bias"],
        KeyBias = leaves["K_bias"],
        Values = leaves["V"],
        Delta = leaves["DT"].transpose(1, 2),
        LogDecay = leaves["ADT"].transpose(1, 2),
        Weight = sigmoid(leaves["Trap"]).transpose(1, 2),
        Rates = leaves["Angles"],
    };

    private static RotatingScanState? Initial(Dictionary<string, Tensor> leaves) => leaves.ContainsKey("init_ssm")
        ? new RotatingScanState(leaves["init_angle"], leaves["init_ssm"], leaves["init_k"], leaves["init_v"])
        : null;

    private static Tensor Gated(Dictionary<string, Tensor> leaves, Tensor values, Tensor output)
    {
        var skipped = leaves.TryGetValue("D", out var skip) ? output.Plus(values * skip.unsqueeze(1)) : output;
        return leaves.TryGetValue("Z", out var gate) ? skipped * nn.functional.silu(gate) : skipped;
    }

    private static void CheckBlock(Fixture fixture, ScalarType dtype)
    {
        using var layer = Layer(fixture.Config, fixture.Int("d_model", 0)).to(dtype);
        FixtureParameters.Load(fixture, layer);
        var x = fixture.Tensor("in.x", dtype).requires_grad_(true);
        var y = layer.forward(x, null);
        (y * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "grad.in.x", x.grad);
        FixtureParameters.AssertGradients(fixture, layer);

        long batch = x.shape[0], prefill = fixture.Int("prefill", 0);
        if (prefill > 0)
        {
            using var filled = layer.NewState(batch);
            Tolerance.AssertClose(fixture, "out.prefill_y", layer.Chunk(x.narrow(1, 0, prefill), null, filled));
            AssertState(fixture, "out.prefill", filled);
        }

        using var state = layer.NewState(batch);
        Tensor[] steps = [.. Enumerable.Range(0, (int)x.shape[1]).Select(position => layer.Step(x.select(1, position), state))];
        Tolerance.AssertClose(fixture, "out.step_y", stack(steps, 1));
        AssertState(fixture, "out.step", state);
    }

    private static void AssertState(Fixture fixture, string prefix, StreamState state)
    {
        AssertAngles(fixture, $"{prefix}_angle", state[0]);
        Tolerance.AssertClose(fixture, $"{prefix}_ssm", state[1]);
        Tolerance.AssertClose(fixture, $"{prefix}_k", state[2]);
        Tolerance.AssertClose(fixture, $"{prefix}_v", state[3]);
    }

    /// <summary>Angles are equal modulo 2π.</summary>
    private static void AssertAngles(Fixture fixture, string name, Tensor angles)
    {
        var expected = fixture.Tensor(name, ScalarType.Float64);
        var actual = angles.to(ScalarType.Float64);
        var limit = fixture.Tolerance(name, angles.dtype) * Math.Max(1, expected.abs().max().item<double>());
        Tolerance.AssertClose(expected.cos(), actual.cos(), limit, $"cosine of {name}");
        Tolerance.AssertClose(expected.sin(), actual.sin(), limit, $"sine of {name}");
    }

    // Per block x + mixer(norm(x)), then the last norm and the head, which is the embedding.
    private static void CheckLanguageModel(Fixture fixture, ScalarType dtype)
    {
        var leaves = fixture.NamesWith("param.").ToDictionary(
            name => name["param.".Length..], name => fixture.Tensor(name, dtype).requires_grad_(true));
        var options = fixture.Value("ssm_cfg")!.Value;
        var (width, depth) = (fixture.Int("d_model", 0), fixture.Int("n_layer", 0));
        var x = leaves["backbone.embedding.weight"].index_select(0, fixture.Tensor("in.ids", ScalarType.Int64).flatten())
            .view(fixture.Tensor("in.ids").shape[0], -1, width);
        var layers = new List<Mamba3>();
        for (var block = 0; block < depth; block++)
        {
            var prefix = $"backbone.layers.{block}.";
            var layer = Layer(options, width);
            layer.to(dtype);
            FixtureParameters.Load(fixture, layer, $"param.{prefix}mixer.");
            layers.Add(layer);
            x = x.Plus(layer.forward(Normed(x, leaves[$"{prefix}norm.weight"]), null));
        }

        var logits = Normed(x, leaves["backbone.norm_f.weight"]).matmul(leaves["backbone.embedding.weight"].t());
        (logits * fixture.Tensor("w.logits", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.logits", logits);
        Tolerance.AssertClose(fixture, "grad.backbone.embedding.weight", leaves["backbone.embedding.weight"].grad);
        Tolerance.AssertClose(fixture, "grad.backbone.norm_f.weight", leaves["backbone.norm_f.weight"].grad);
        for (var block = 0; block < depth; block++)
        {
            var prefix = $"backbone.layers.{block}.";
            Tolerance.AssertClose(fixture, $"grad.{prefix}norm.weight", leaves[$"{prefix}norm.weight"].grad);
            FixtureParameters.AssertGradients(fixture, layers[block], $"grad.{prefix}mixer.");
            layers[block].Dispose();
        }

        static Tensor Normed(Tensor x, Tensor weight) => x * x.Squared().mean([-1], keepdim: true).Plus(1e-5).rsqrt() * weight;
    }

    private static Mamba3 Layer(JsonElement options, int features) => new(
        features,
        stateSize: options.TryGetProperty("d_state", out var state) ? state.GetInt32() : 128,
        expand: options.TryGetProperty("expand", out var expand) ? expand.GetInt32() : 2,
        headSize: options.TryGetProperty("headdim", out var head) ? head.GetInt32() : 64,
        groups: options.TryGetProperty("ngroups", out var groups) ? groups.GetInt32() : 1,
        fullRotation: options.TryGetProperty("rope_fraction", out var fraction) && fraction.GetDouble() == 1,
        leastDecay: options.TryGetProperty("A_floor", out var floor) ? floor.GetDouble() : 1e-4,
        minDelta: 1e-3,
        maxDelta: 1e-1,
        deltaFloor: 1e-4,
        outputNorm: options.TryGetProperty("is_outproj_norm", out var outputNorm) && outputNorm.GetBoolean(),
        residualLayers: 1);
}
