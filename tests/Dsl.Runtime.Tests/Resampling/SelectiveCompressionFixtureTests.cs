using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

public class SelectiveCompressionFixtureTests
{
    private static readonly string[] s_learned = ["w_delta", "b", "mu", "gamma", "A_c", "a_c"];

    public static TheoryData<string, ScalarType> Files()
    {
        var data = new TheoryData<string, ScalarType>();
        foreach (var file in SerpentFixtures.OfKind("resample/bidirectional"))
        {
            data.Add(file, ScalarType.Float64);
            data.Add(file, ScalarType.Float32);
        }

        return data;
    }

    [FixtureTheory(SerpentFixtures.Folder)]
    [MemberData(nameof(Files))]
    public void Values_and_gradients_agree(string file, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Load(file);
        var ticks = fixture.Bool("ticks", false);
        var layer = Layer(fixture, ticks, type);
        var state = layer.state_dict();
        state["gamma"].requires_grad = true;
        var u = fixture.Tensor("in.u", type).requires_grad_();
        var yPrime = fixture.Tensor("in.y_prime", type).requires_grad_();
        var lengths = fixture.Tensor("in.lengths");
        var valid = SequenceMask.Of(lengths, u.shape[1]);

        using var compressed = layer.forward(u, lengths);
        var points = compressed.Features.shape[1];
        var missing = fixture.Int("Kmax", 0) - points;
        Assert.True(missing >= 0, $"{points} points exceed the storage of {fixture.Int("Kmax", 0)}.");
        var features = cat([compressed.Features, zeros([u.shape[0], missing, compressed.Features.shape[2]], type)], 1);
        var y = SequenceMask.Apply(compressed.Decompress(yPrime.narrow(1, 0, points)), lengths);
        var loss = features.mul(fixture.Tensor("w.u_prime", type)).sum().Plus(y.mul(fixture.Tensor("w.y", type)).sum());
        loss.backward();

        Tolerance.AssertClose(fixture, "out.K", compressed.Counts);
        Tolerance.AssertClose(fixture, "out.delta", compressed.Intervals);
        Tolerance.AssertClose(fixture, "out.t", compressed.Times.to(type));
        Tolerance.AssertClose(fixture, "out.u_prime", features);
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "grad.in.u", u.grad);
        Tolerance.AssertClose(fixture, "grad.in.y_prime", yPrime.grad);
        foreach (var name in s_learned)
        {
            Tolerance.AssertClose(fixture, $"grad.{name}", state[name].grad);
        }

        AssertDecisions(fixture, compressed, lengths, valid, ticks);
        fixture.AssertAllUsed();
    }

    private static void AssertDecisions(Fixture fixture, CompressedSequence compressed, Tensor lengths, Tensor valid, bool ticks)
    {
        var times = compressed.Times.detach();
        if (ticks)
        {
            times = times.mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64);
            Tolerance.AssertClose(fixture, "out.tick_time", times);
            Tolerance.AssertClose(fixture, "out.ticks", compressed.Intervals.detach().mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64));
        }

        var windowSize = fixture.Int("W", 0);
        var starts = ResamplingIndices.WindowStarts(times, lengths, fixture.Int("Kmax", 0), windowSize);
        var kappa = ResamplingIndices.NearestPoints(times, compressed.Counts);
        var beyond = SequenceMask.Of(compressed.Counts, starts.shape[1]).logical_not();
        Tolerance.AssertClose(fixture, "out.window_start", starts.masked_fill(beyond, Scalars.Of(-1)));
        Tolerance.AssertClose(fixture, "out.kappa", kappa.masked_fill(valid.logical_not(), Scalars.Of(-1)));

        var window = starts.unsqueeze(2).Plus(TensorRange.Of(windowSize));
        var outside = window.ge(lengths.view(-1, 1, 1)).logical_or(beyond.unsqueeze(2));
        Tolerance.AssertClose(fixture, "out.window_index", window.masked_fill(outside, Scalars.Of(-1)));
    }

    private static SelectiveCompression Layer(Fixture fixture, bool ticks, ScalarType type)
    {
        var layer = new SelectiveCompression(
            fixture.Int("H", 0),
            fixture.Int("h", 0),
            SerpentFixtures.Rate(fixture),
            fixture.Int("W", 0),
            fixture.Int("E", 0),
            ticks).to(type);
        using var noGradient = no_grad();
        var state = layer.state_dict();
        Assert.Equal(s_learned.Order(), state.Keys.Order());
        foreach (var name in s_learned)
        {
            Assert.Equal(fixture.Tensor($"param.{name}").shape, state[name].shape);
            state[name].copy_(fixture.Tensor($"param.{name}"));
        }

        return layer;
    }
}
