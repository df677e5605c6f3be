using System.Globalization;
using System.Text.Json;
using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>
/// Makes the layer that a fixture's <c>config</c> describes in the arguments of the official constructors, and compares it.
/// </summary>
internal static class MambaFixtures
{
    /// <summary>The official <c>Mamba</c>.</summary>
    public static Mamba Mamba(Fixture fixture) => new(
        fixture.Int("d_model", 0),
        stateSize: fixture.Int("d_state", 16),
        expand: fixture.Int("expand", 2),
        convWidth: fixture.Int("d_conv", 4),
        dtRank: fixture.Value("dt_rank") is { ValueKind: JsonValueKind.Number } rank ? rank.GetInt32() : 0,
        minDelta: Real(fixture, "dt_min", 1e-3),
        maxDelta: Real(fixture, "dt_max", 1e-1),
        deltaFloor: Real(fixture, "dt_init_floor", 1e-4),
        deltaInitialisation: fixture.Text("dt_init") == "constant" ? DeltaInitialisation.Constant : DeltaInitialisation.Random,
        deltaScale: Real(fixture, "dt_scale", 1),
        convBias: fixture.Bool("conv_bias", true),
        bias: fixture.Bool("bias", false),
        residualLayers: 1);

    /// <summary>The official <c>Mamba2</c>.</summary>
    public static Mamba2 Mamba2(Fixture fixture)
    {
        (double Least, double Greatest) decay = Pair(fixture, "A_init_range", (1, 16)),
            limits = Pair(fixture, "dt_limit", (0, double.PositiveInfinity));
        return new Mamba2(
            fixture.Int("d_model", 0),
            stateSize: fixture.Int("d_state", 128),
            expand: fixture.Int("expand", 2),
            headSize: fixture.Int("headdim", 64),
            groups: fixture.Int("ngroups", 1),
            convWidth: fixture.Int("d_conv", 4),
            ssmFeatures: fixture.Int("d_ssm", 0),
            minA: decay.Least,
            maxA: decay.Greatest,
            minDelta: Real(fixture, "dt_min", 1e-3),
            maxDelta: Real(fixture, "dt_max", 1e-1),
            deltaFloor: Real(fixture, "dt_init_floor", 1e-4),
            leastDelta: limits.Least,
            greatestDelta: limits.Greatest,
            skipPerChannel: fixture.Bool("D_has_hdim", false),
            gatedNorm: fixture.Bool("rmsnorm", true),
            normBeforeGate: fixture.Bool("norm_before_gate", false),
            convRange: Real(fixture, "conv_init", 0),
            convBias: fixture.Bool("conv_bias", true),
            bias: fixture.Bool("bias", false),
            chunkLength: fixture.Int("chunk_size", 256),
            residualLayers: 1,
            normPerGroup: true);
    }

    /// <summary>A pair of numbers, which JSON writes as text where they are infinite.</summary>
    public static (double Least, double Greatest) Pair(Fixture fixture, string key, (double Least, double Greatest) otherwise) =>
        fixture.Value(key) is { } pair ? (Number(pair[0]), Number(pair[1])) : otherwise;

    /// <summary>Compares everything that the file of a block holds: whole sequences, gradients, steps, prefill.</summary>
    public static void Check(Fixture fixture, StreamingLayer layer, ScalarType dtype)
    {
        layer.to(dtype);
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
            using var cache = layer.NewState(batch);
            var piece = layer.Chunk(x.narrow(1, 0, prefill), null, cache);
            Tolerance.AssertClose(fixture, "out.prefill_y", piece);
            Tolerance.AssertClose(fixture, "out.prefill_conv_state", cache[0]);
            Tolerance.AssertClose(fixture, "out.prefill_ssm_state", cache[1]);
        }

        if (fixture.Contains("out.step_y"))
        {
            using var state = layer.NewState(batch);
            Tensor[] steps = [.. Enumerable.Range(0, (int)x.shape[1]).Select(position => layer.Step(x.select(1, position), state))];
            Tolerance.AssertClose(fixture, "out.step_y", stack(steps, 1));
            Tolerance.AssertClose(fixture, "out.step_conv_state", state[0]);
            Tolerance.AssertClose(fixture, "out.step_ssm_state", state[1]);
        }

        fixture.AssertAllUsed();
    }

    private static double Real(Fixture fixture, string key, double otherwise) =>
        fixture.Value(key) is { } value ? Number(value) : otherwise;

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString() switch
        {
            "inf" => double.PositiveInfinity,
            { } text => double.Parse(text, CultureInfo.InvariantCulture),
            null => double.NaN,
        }
        : value.GetDouble();
}
