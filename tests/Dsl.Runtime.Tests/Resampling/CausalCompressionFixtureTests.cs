using System.Globalization;
using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

public class CausalCompressionFixtureTests
{
    private static readonly string[] s_learned = ["w_delta", "b", "mu", "gamma", "A_c", "a_c"];

    public static TheoryData<string, ScalarType> Resampling() => InBothPrecisions("resample/causal");

    public static TheoryData<string, ScalarType> Streams() => InBothPrecisions("stream/causal");

    [FixtureTheory(SerpentFixtures.Folder)]
    [MemberData(nameof(Resampling))]
    public void Values_and_gradients_agree(string file, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Load(file);
        var layer = Layer(fixture, type);
        var u = fixture.Tensor("in.u", type).requires_grad_();
        var yPrime = fixture.Tensor("in.y_prime", type).requires_grad_();
        var lengths = fixture.Tensor("in.lengths");

        using var compressed = layer.forward(u, lengths);
        var features = Stored(fixture, compressed.Features);
        var y = SequenceMask.Apply(compressed.Decompress(yPrime.narrow(1, 0, compressed.Features.shape[1])), lengths);
        var loss = features.mul(fixture.Tensor("w.u_prime", type)).sum().Plus(y.mul(fixture.Tensor("w.y", type)).sum());
        loss.backward();

        AssertCompressed(fixture, compressed, features, lengths, type);
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "grad.in.u", u.grad);
        Tolerance.AssertClose(fixture, "grad.in.y_prime", yPrime.grad);
        AssertGradients(fixture, layer);
        foreach (var prefix in fixture.Config.GetProperty("prefixes").EnumerateArray().Select(prefix => prefix.GetInt64()))
        {
            AssertPrefix(fixture, layer, u.detach(), yPrime.detach(), lengths, prefix);
        }

        fixture.AssertAllUsed();
    }

    [FixtureTheory(SerpentFixtures.Folder)]
    [MemberData(nameof(Streams))]
    public void A_branch_computes_the_file_in_parallel_by_pieces_and_step_by_step(string file, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Load(file);
        var layer = Layer(fixture, type);
        var inner = new DiagonalLayer(fixture.Int("h", 0), fixture.Int("N", 0)).to(type);
        FixtureParameters.Load(fixture, inner, "param.ssm.");
        var u = fixture.Tensor("in.u", type).requires_grad_();
        var lengths = fixture.Tensor("in.lengths");

        using var compressed = layer.forward(u, lengths);
        var yPrime = inner.forward(compressed.Features, compressed.Counts);
        var y = SequenceMask.Apply(compressed.Decompress(yPrime), lengths);
        y.mul(fixture.Tensor("w.y", type)).sum().backward();

        AssertCompressed(fixture, compressed, Stored(fixture, compressed.Features), lengths, type);
        Tolerance.AssertClose(fixture, "out.y_prime", Stored(fixture, SequenceMask.Apply(yPrime, compressed.Counts)));
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "grad.in.u", u.grad);
        AssertGradients(fixture, layer);
        FixtureParameters.AssertGradients(fixture, inner, "grad.ssm.");

        var branch = new CompressingBranch(layer, inner);
        AssertTrace(fixture, branch, inner, u.detach(), SequenceMask.Of(lengths, u.shape[1]));
        foreach (var piece in new[] { 1L, 5, u.shape[1] })
        {
            Tolerance.AssertClose(fixture, "out.y", SequenceMask.Apply(Pieces.Run(branch, u.detach(), lengths, piece), lengths));
        }

        fixture.AssertAllUsed();
    }

    private static TheoryData<string, ScalarType> InBothPrecisions(string kind)
    {
        var data = new TheoryData<string, ScalarType>();
        foreach (var file in SerpentFixtures.OfKind(kind))
        {
            data.Add(file, ScalarType.Float64);
            data.Add(file, ScalarType.Float32);
        }

        return data;
    }

    private static void AssertCompressed(Fixture fixture, CompressedSequence compressed, Tensor features, Tensor lengths, ScalarType type)
    {
        var times = compressed.Times.detach();
        Tolerance.AssertClose(fixture, "out.K", compressed.Counts);
        Tolerance.AssertClose(fixture, "out.delta", compressed.Intervals.to(type));
        Tolerance.AssertClose(fixture, "out.t", times.to(type));
        Tolerance.AssertClose(fixture, "out.u_prime", features);
        if (fixture.Bool("ticks", false))
        {
            times = times.mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64);
            Tolerance.AssertClose(fixture, "out.tick_time", times);
            Tolerance.AssertClose(fixture, "out.ticks", compressed.Intervals.detach().mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64));
        }

        var storage = fixture.Int("Kmax", 0);
        var padding = SequenceMask.Of(lengths, times.shape[1]).logical_not();
        Tolerance.AssertClose(fixture, "out.emission", ResamplingIndices.EmissionIndices(times, storage));
        Tolerance.AssertClose(fixture, "out.held", ResamplingIndices.HeldPoints(times).masked_fill(padding, Scalars.Of(-1)));
        var window = Stored(fixture, compressed.WindowStarts.unsqueeze(2)).Plus(TensorRange.Of(fixture.Int("W", 0)));
        var beyond = SequenceMask.Of(compressed.Counts, storage).logical_not().unsqueeze(2);
        Tolerance.AssertClose(fixture, "out.window_index", window.masked_fill(window.lt(Scalars.Zero).logical_or(beyond), Scalars.Of(-1)));
    }

    private static void AssertGradients(Fixture fixture, CausalCompression layer)
    {
        var state = layer.state_dict();
        foreach (var name in s_learned)
        {
            Tolerance.AssertClose(fixture, $"grad.{name}", state[name].grad);
        }
    }

    private static void AssertPrefix(Fixture fixture, CausalCompression layer, Tensor u, Tensor yPrime, Tensor lengths, long prefix)
    {
        using var noGradient = no_grad();
        var name = string.Create(CultureInfo.InvariantCulture, $"out.prefix{prefix}.");
        var known = lengths.clamp_max(Scalars.Of(prefix));
        using var compressed = layer.forward(u.narrow(1, 0, prefix), known);
        var emissions = fixture.Tensor(name + "emission");
        var storage = emissions.shape[1];
        Tolerance.AssertClose(fixture, name + "K", compressed.Counts);
        var missing = zeros([u.shape[0], storage - compressed.Features.shape[1], compressed.Features.shape[2]], u.dtype);
        Tolerance.AssertClose(fixture, name + "u_prime", cat([compressed.Features, missing], 1));
        var times = (
            layer.IntegerTicks ? compressed.Times.mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64) : compressed.Times).detach();
        Tolerance.AssertClose(fixture, name + "emission", ResamplingIndices.EmissionIndices(times, storage));
        var y = compressed.Decompress(yPrime.narrow(1, 0, compressed.Features.shape[1]));
        Tolerance.AssertClose(fixture, name + "y", SequenceMask.Apply(y, known));
    }

    /// <summary>Steps through the file and compares all that it says of each step.</summary>
    private static void AssertTrace(Fixture fixture, CompressingBranch branch, DiagonalLayer inner, Tensor u, Tensor valid)
    {
        using var state = branch.NewState(u.shape[0]);
        var tensors = state.All().Select(entry => entry.Path).ToList();
        Tensor Of(string path) => state.All().ElementAt(tensors.IndexOf(path)).Value.clone();
        List<Tensor> phases = [Of("phase")], emissions = [], points = [], outputs = [], states = [];
        for (var position = 0L; position < u.shape[1]; position++)
        {
            outputs.Add(branch.Step(u.select(1, position), state));
            phases.Add(Of("phase"));
            // At least one tick passes, so the phase stands still or falls exactly where a point is emitted.
            var emitted = phases[^1].le(phases[^2]);
            emissions.Add(emitted);
            points.Add(inner.LastInput is { } read ? Emitted(read, emitted) : zeros_like(outputs[^1]));
            states.Add(Of("ssm.x"));
        }

        void Compare(string name, List<Tensor> actual)
        {
            var trace = stack(actual, 1);
            var padded = valid.logical_not().view([.. valid.shape, .. Enumerable.Repeat(1L, (int)trace.dim() - 2)]);
            var expected = fixture.Tensor(name).masked_fill(padded, Scalars.Zero);
            var tolerance = trace.is_floating_point() ? fixture.Tolerance(name, u.dtype) : 0;
            Tolerance.AssertClose(expected.to(trace.dtype), trace.masked_fill(padded, Scalars.Zero), tolerance, $"{fixture.Name}: {name}");
        }

        Compare(fixture.Bool("ticks", false) ? "out.step_phase_ticks" : "out.step_phase", phases[1..]);
        Compare("out.step_emitted", emissions.ConvertAll(emitted => emitted.to(ScalarType.Byte)));
        Compare("out.step_u_prime", points);
        Compare("out.step_state", states);
        Compare("out.step_y", outputs);
    }

    /// <summary>
    /// What the inner layer read, at the sequences that emit a point: at their places among all of the batch, or they alone.
    /// </summary>
    private static Tensor Emitted(Tensor read, Tensor emitted)
    {
        var rows = emitted.nonzero().squeeze(1);
        var places = read.shape[0] == emitted.shape[0] ? rows : TensorRange.Of(rows.shape[0]);
        return zeros([emitted.shape[0], read.shape[1]], read.dtype).index_copy_(0, rows, read.index_select(0, places));
    }

    private static Tensor Stored(Fixture fixture, Tensor points)
    {
        var missing = fixture.Int("Kmax", 0) - points.shape[1];
        Assert.True(missing >= 0, $"{points.shape[1]} points exceed the storage of {fixture.Int("Kmax", 0)}.");
        return cat([points, zeros([points.shape[0], missing, points.shape[2]], points.dtype)], 1);
    }

    private static CausalCompression Layer(Fixture fixture, ScalarType type)
    {
        var layer = new CausalCompression(
            fixture.Int("H", 0), fixture.Int("h", 0), SerpentFixtures.Rate(fixture), fixture.Int("W", 0), fixture.Int("E", 0)).to(type);
        layer.IntegerTicks = fixture.Bool("ticks", false);
        var state = layer.state_dict();
        Assert.Equal(s_learned.Order(), state.Keys.Order());
        foreach (var name in s_learned)
        {
            FixtureParameters.Copy(fixture, $"param.{name}", state[name]);
        }

        state["gamma"].requires_grad = true;
        return layer;
    }
}
