using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>GateLoop against the codes that exist of it: values and gradients, in both precisions.</summary>
public sealed class GateLoopFixtureTests
{
    [FixtureTheory("gateloop")]
    [MemberData(nameof(FixtureFiles.In), "gateloop", MemberType = typeof(FixtureFiles))]
    public void GateLoop_agrees_with_the_code(string path)
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
                case "layer":
                    CheckLayer(fixture, dtype);
                    break;
                case "lm":
                    CheckLanguageModel(fixture, dtype);
                    break;
                case "simple":
                    CheckSimpleLayer(fixture, dtype);
                    break;
                default:
                    GatedRnnFixture.Check(fixture, dtype);
                    break;
            }

            fixture.AssertAllUsed();
        }
    }

    /// <summary>The operator has one head, so its axis is missing.</summary>
    private static void CheckOperator(Fixture fixture, ScalarType dtype)
    {
        var leaves = Leaves(fixture, "in.", dtype);
        var perKey = fixture.Bool("per_channel", false);
        var output = GateLoopScan.Output(new GateLoopScanInputs
        {
            Queries = leaves["q"].unsqueeze(2),
            Keys = leaves["k"].unsqueeze(2),
            Values = leaves["v"].unsqueeze(2),
            LogMagnitudes = Gate(nn.functional.logsigmoid(leaves["alpha"])),
            Phases = leaves.TryGetValue("beta", out var phases) ? Gate(phases) : null,
        }).squeeze(2);
        (output * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.y", output);
        AssertGradients(fixture, leaves, "grad.in.");

        Tensor Gate(Tensor x) => perKey ? x.unsqueeze(2) : x;
    }

    private static void CheckLayer(Fixture fixture, ScalarType dtype)
    {
        using var layer = new GateLoop(
            fixture.Int("dim", 0),
            fixture.Int("heads", 0),
            fixture.Int("dim_inner", 0),
            complexGates: !fixture.Bool("ablate_complex", false),
            outputGate: fixture.Bool("add_swish_gating", true),
            subNorm: fixture.Bool("sub_ln", false),
            gateGradient: fixture.Value("frac_gradient_state_transition")?.GetDouble() ?? 1).to(dtype);
        var isReal = fixture.Bool("ablate_complex", false);
        foreach (var (name, parameter) in layer.named_parameters())
        {
            using var noGradient = no_grad();
            parameter.copy_(OfLayer(name, fixture.Tensor($"param.{name}", dtype)));
        }

        var x = fixture.Tensor("in.x", dtype).requires_grad_(true);
        var y = layer.forward(x, null);
        (y * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "grad.in.x", x.grad);
        foreach (var (name, parameter) in layer.named_parameters())
        {
            var expected = OfLayer(name, fixture.Tensor($"grad.{name}", ScalarType.Float64));
            Tolerance.AssertClose(expected, parameter.grad!, fixture.Tolerance($"grad.{name}", dtype), name);
        }

        // With real gates the code computes imaginary parts, too, and drops them.
        Tensor OfLayer(string name, Tensor x) =>
            isReal && name.StartsWith("to_a", StringComparison.Ordinal) ? x.unflatten(0, x.shape[0] / 2, 2).select(1, 0) : x;
    }

    // Per block x + gateloop(norm(x)), then x + feed-forward(norm(x)); at the end a norm and a linear map.
    private static void CheckLanguageModel(Fixture fixture, ScalarType dtype)
    {
        var leaves = Leaves(fixture, "param.", dtype);
        var ids = fixture.Tensor("in.ids", ScalarType.Int64);
        var width = fixture.Int("dim", 0);
        var x = leaves["token_emb.weight"].index_select(0, ids.flatten()).view(ids.shape[0], ids.shape[1], width);
        var layers = new List<GateLoop>();
        for (var block = 0; block < fixture.Int("depth", 0); block++)
        {
            var layer = new GateLoop(
                width, fixture.Int("gate_loop_heads", 0), 0, complexGates: true, outputGate: true, subNorm: false, gateGradient:
                fixture.Value("frac_gradient_state_transition")?.GetDouble() ?? 1).to(dtype);
            FixtureParameters.Load(fixture, layer, $"param.layers.{block}.0.fn.");
            layers.Add(layer);
            x = x.Plus(layer.forward(Normed(x, leaves[$"layers.{block}.0.norm.gamma"]), null));
            var prefix = $"layers.{block}.1.";
            var hidden = nn.functional.linear(
                Normed(x, leaves[$"{prefix}norm.gamma"]), leaves[$"{prefix}fn.0.weight"], leaves[$"{prefix}fn.0.bias"]);
            x = x.Plus(nn.functional.linear(nn.functional.gelu(hidden), leaves[$"{prefix}fn.2.weight"], leaves[$"{prefix}fn.2.bias"]));
        }

        var logits = Normed(x, leaves["to_logits.0.gamma"]).matmul(leaves["to_logits.1.weight"].t());
        (logits * fixture.Tensor("w.logits", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.logits", logits);
        var predicted = logits.narrow(1, 0, ids.shape[1] - 1).flatten(0, 1);
        Tolerance.AssertClose(
            fixture, "out.loss", nn.functional.cross_entropy(predicted, ids.narrow(1, 1, ids.shape[1] - 1).flatten()).view(1));
        AssertGradients(
            fixture,
            leaves.Where(leaf => !leaf.Key.Contains(".0.fn.", StringComparison.Ordinal)).ToDictionary(leaf => leaf.Key, leaf => leaf.Value),
            "grad.");
        for (var block = 0; block < layers.Count; block++)
        {
            FixtureParameters.AssertGradients(fixture, layers[block], $"grad.layers.{block}.0.fn.");
            layers[block].Dispose();
        }
    }

    /// <summary>The simple layer is the same recurrence for every channel, without projections after it.</summary>
    private static void CheckSimpleLayer(Fixture fixture, ScalarType dtype)
    {
        var leaves = Leaves(fixture, "param.", dtype);
        var input = fixture.Tensor("in.x", dtype).requires_grad_(true);
        var isReverse = fixture.Bool("reverse", false);
        var x = isReverse ? input.flip(1) : input;
        var parts = Normed(x, leaves["norm.gamma"]).matmul(leaves["to_qkva.0.weight"].t()).chunk(3, -1);
        var states = TimeVaryingScan.Apply(sigmoid(parts[2]), parts[1], zeros([x.shape[0], x.shape[2]], dtype));
        var y = parts[0] * states;
        if (leaves.TryGetValue("maybe_post_ln.weight", out var weight))
        {
            y = nn.functional.layer_norm(y, [x.shape[2]], weight, leaves["maybe_post_ln.bias"], 1e-5);
        }

        y = isReverse ? y.flip(1) : y;
        (y * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "grad.in.x", input.grad);
        AssertGradients(fixture, leaves, "grad.");
        if (fixture.Contains("out.step_y"))
        {
            Tolerance.AssertClose(fixture, "out.step_y", y);
            Tolerance.AssertClose(fixture, "out.step_state", states.select(1, x.shape[1] - 1));
        }
    }

    private static Tensor Normed(Tensor x, Tensor weight) =>
        x / x.Squared().sum([-1], keepdim: true).sqrt().clamp_min(Scalars.Of(1e-12)) * Scalars.Of(Math.Sqrt(x.shape[^1])) * weight;

    private static Dictionary<string, Tensor> Leaves(Fixture fixture, string prefix, ScalarType dtype) =>
        fixture.NamesWith(prefix).Where(name => name != "in.ids").ToDictionary(
            name => name[prefix.Length..], name => fixture.Tensor(name, dtype).requires_grad_(true));

    private static void AssertGradients(Fixture fixture, Dictionary<string, Tensor> leaves, string prefix)
    {
        foreach (var (name, leaf) in leaves)
        {
            Tolerance.AssertClose(fixture, prefix + name, leaf.grad);
        }
    }
}
