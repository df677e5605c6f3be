using SerpentDsl.Layers;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public sealed class StreamPoolingTests
{
    [Fact]
    public void A_running_mean_is_the_mean_of_the_prefix()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn([2, 7, 3], ScalarType.Float64), lengths = tensor(new[] { 4L, 0 });
        using var state = StreamPooling.NewMean(2, 3, x);
        var none = StreamPooling.ChunkMean(x.narrow(1, 0, 4), tensor(new[] { 0L, 0 }), state);
        Assert.Equal(0, none.abs().max().item<double>());
        var first = StreamPooling.ChunkMean(x.narrow(1, 0, 4), lengths, state);
        Tolerance.AssertClose(x[0].narrow(0, 0, 4).mean([0]), first[0], 1e-14, "four positions");
        Assert.Equal(0, first[1].abs().max().item<double>());
        var second = StreamPooling.StepMean(x.select(1, 4), state, empty_like(first));
        Tolerance.AssertClose(x[0].narrow(0, 0, 5).mean([0]), second[0], 1e-14, "five positions");
        Tolerance.AssertClose(x[1, 4], second[1], 1e-14, "one position");
        Tolerance.AssertClose(x[0].mean([0]), StreamPooling.ChunkMean(x.narrow(1, 5, 2), null, state)[0], 1e-14, "seven positions");
        Assert.Equal([7, 3], state[1].data<long>().ToArray());
    }

    [Fact]
    public void The_newest_position_stays_until_another_one_comes()
    {
        using var scope = NewDisposeScope();
        var x = randn([2, 5, 3], ScalarType.Float64);
        using var state = StreamPooling.NewLast(2, 3, x);
        var first = StreamPooling.ChunkLast(x.narrow(1, 0, 3), tensor(new[] { 2L, 0 }), state);
        Tolerance.AssertClose(x[0, 1], first[0], 0, "the second of three");
        Assert.Equal(0, first[1].abs().max().item<double>());
        Tolerance.AssertClose(x.select(1, 3), StreamPooling.StepLast(x.select(1, 3), state, empty_like(first)), 0, "a step");
        var last = StreamPooling.ChunkLast(x, tensor(new[] { 0L, 5 }), state);
        Tolerance.AssertClose(x[0, 3], last[0], 0, "what was newest");
        Tolerance.AssertClose(x[1, 4], last[1], 0, "the last of five");
        Tolerance.AssertClose(x.select(1, 4), StreamPooling.ChunkLast(x, null, state), 0, "a whole piece");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        using StreamState mean = StreamPooling.NewMean(2, 3, ones(1)), last = StreamPooling.NewLast(2, 3, ones(1));
        Assert.Contains(
            "[batch, 3], not [2, 4]", Assert.Throws<ArgumentException>(() => StreamPooling.StepMean(ones(2, 4), mean, ones(2, 3))).Message);
        Assert.Contains(
            "[2, 3], not [2, 4]", Assert.Throws<ArgumentException>(() => StreamPooling.StepMean(ones(2, 3), mean, ones(2, 4))).Message);
        Assert.Contains(
            "[batch, length, 3], not [2, 3]",
            Assert.Throws<ArgumentException>(() => StreamPooling.ChunkLast(ones(2, 3), null, last)).Message);
        Assert.Throws<ArgumentException>(() => StreamPooling.StepMean(ones(2, 3), last, ones(2, 3)));
        Assert.Throws<ArgumentException>(() => StreamPooling.StepLast(ones(3, 3), last, ones(3, 3)));
    }

    [Fact]
    public void The_norms_know_single_positions()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 5, 6);
        using var layer = new SequenceLayerNorm(6);
        using var rms = new SequenceRmsNorm(6);
        Tolerance.AssertClose(
            layer.forward(x, null).select(1, 2), layer.Step(x.select(1, 2), empty_like(x.select(1, 2))), 1e-6, "layer norm");
        Tolerance.AssertClose(rms.forward(x, null).select(1, 2), rms.Step(x.select(1, 2), empty_like(x.select(1, 2))), 1e-6, "rms norm");
        Assert.Throws<ArgumentException>(() => layer.Step(x, x));
        Assert.Throws<ArgumentException>(() => rms.Step(ones(2, 5), ones(2, 5)));
    }
}
