using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Gated linear attention against the official implementation: values, gradients and states, in both precisions.</summary>
public sealed class GlaFixtureTests
{
    [FixtureTheory("gla")]
    [MemberData(nameof(FixtureFiles.In), "gla", MemberType = typeof(FixtureFiles))]
    public void Gla_agrees_with_the_official_code(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            if (fixture.Text("kind") == "op")
            {
                CheckOperator(fixture, dtype);
            }
            else
            {
                CheckLayer(fixture, dtype);
            }

            fixture.AssertAllUsed();
        }
    }

    private static void CheckOperator(Fixture fixture, ScalarType dtype)
    {
        var leaves = fixture.NamesWith("in.").ToDictionary(
            name => name["in.".Length..], name => fixture.Tensor(name, dtype).requires_grad_(true));
        var (outputs, last) = LinearAttention.Apply(new LinearAttentionInputs
        {
            Queries = leaves["q"] * Scalars.Of(1 / Math.Sqrt(leaves["q"].shape[^1])),
            Keys = leaves["k"],
            Values = leaves["v"],
            LogDecays = leaves["gk"],
            Initial = leaves.GetValueOrDefault("initial_state"),
        });
        (outputs * fixture.Tensor("w.o", dtype)).sum().Plus((last * fixture.Tensor("w.final_state", dtype)).sum()).backward();
        Tolerance.AssertClose(fixture, "out.o", outputs);
        Tolerance.AssertClose(fixture, "out.final_state", last);
        foreach (var (name, leaf) in leaves)
        {
            Tolerance.AssertClose(fixture, $"grad.in.{name}", leaf.grad);
        }
    }

    private static void CheckLayer(Fixture fixture, ScalarType dtype)
    {
        using var layer = Layer(fixture).to(dtype);
        FixtureParameters.Load(fixture, layer, rename: Official);
        var x = fixture.Tensor("in.x", dtype).requires_grad_(true);
        var y = Padded(fixture, layer, x);
        (y * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "grad.in.x", x.grad);
        FixtureParameters.AssertGradients(fixture, layer, rename: Official);
        Tolerance.AssertClose(fixture, "out.log_gate", LogGates(fixture, layer, x));
        if (fixture.Contains("out.step_y"))
        {
            using var state = layer.NewState(x.shape[0]);
            Tensor[] steps = [.. Enumerable.Range(0, (int)x.shape[1]).Select(position => layer.Step(x.select(1, position), state))];
            Tolerance.AssertClose(fixture, "out.step_y", stack(steps, 1));
            Tolerance.AssertClose(fixture, "out.step_state", state[0]);
            if (fixture.Contains("out.step_conv_q"))
            {
                Tolerance.AssertClose(fixture, "out.step_conv_q", state[1]);
                Tolerance.AssertClose(fixture, "out.step_conv_k", state[2]);
                Tolerance.AssertClose(fixture, "out.step_conv_v", state[3]);
            }
        }

        string Official(string name) =>
            fixture.Contains("param.g_norm.weight") ? name : name.Replace("g_norm.", "g_norm_swish_gate.", StringComparison.Ordinal);
    }

    /// <summary>The official layer cuts padding out of the batch; it comes back as zeros. Ours has padding at the end only.</summary>
    private static Tensor Padded(Fixture fixture, Gla layer, Tensor x)
    {
        if (!fixture.Contains("in.attention_mask"))
        {
            return layer.forward(x, null);
        }

        long[] valid = [.. fixture.Tensor("in.attention_mask", ScalarType.Int64).sum([1]).data<long>()];
        return cat(
            [
                .. valid.Select((count, row) =>
                {
                    var (padding, length) = (x.shape[1] - count, x.shape[1]);
                    var one = layer.forward(x.narrow(0, row, 1).narrow(1, padding, count), null);
                    return cat([zeros([1, padding, x.shape[2]], x.dtype), one], 1);
                }),
            ]);
    }

    /// <summary>The file has the gates before they are clamped.</summary>
    private static Tensor LogGates(Fixture fixture, Gla layer, Tensor x)
    {
        var named = layer.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        var projected = nn.functional.linear(
            nn.functional.linear(x, named["gk_proj.0.weight"]), named["gk_proj.1.weight"], named["gk_proj.1.bias"]);
        return nn.functional.logsigmoid(projected).div(Scalars.Of(fixture.Int("gate_logit_normalizer", 16)));
    }

    private static Gla Layer(Fixture fixture)
    {
        int features = fixture.Int("hidden_size", 0), heads = fixture.Int("num_heads", 4);
        return new Gla(
            features,
            heads,
            keyValueHeads: fixture.Int("num_kv_heads", 0),
            keySize: (int)(features * (fixture.Value("expand_k")?.GetDouble() ?? 0.5)) / heads,
            valueSize: (int)(features * (fixture.Value("expand_v")?.GetDouble() ?? 1)) / heads,
            gateRank: fixture.Int("gate_low_rank_dim", 16),
            gateNormalizer: fixture.Int("gate_logit_normalizer", 16),
            leastLogGate: fixture.Value("clamp_min")?.GetDouble() ?? double.NegativeInfinity,
            outputGate: fixture.Bool("use_output_gate", true),
            sigmoidGate: fixture.Text("gate_fn") == "sigmoid",
            featureMap: fixture.Text("feature_map") == "relu" ? GlaFeatureMap.Relu : GlaFeatureMap.None,
            convWidth: fixture.Bool("use_short_conv", false) ? fixture.Int("conv_size", 4) : 0,
            convBias: fixture.Bool("conv_bias", false));
    }
}
