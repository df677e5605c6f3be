using SerpentDsl.Functions;
using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>The start of the intervals and their learning rate.</summary>
public sealed class CompressionOptionsTests
{
    private static readonly CompressionShape s_shape = new(2, 40, 8, 4, 0.5, 4, 2);

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 1.5)]
    [InlineData(true, -2)]
    [InlineData(true, 1)]
    public void Intervals_start_where_the_option_says(bool causal, double bias)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var layer = (s_shape with { Options = new CompressionOptions { DeltaBias = bias } }).Form(causal);
        Assert.Equal((float)bias, layer.state_dict()["b"].item<float>());
        using var compressed = layer.forward(randn(2, 40, 8), null);
        Assert.Equal(0.5 / (1 + Math.Exp(-bias)), compressed.RealisedRate(), 0.005);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_what_makes_intervals_has_their_learning_rate(bool causal)
    {
        using var layer = (s_shape with { Options = new CompressionOptions { DeltaLearningRate = 3e-4 } }).Form(causal);
        Assert.Equal(new OptimizerHint(3e-4, null), layer.HintFor("w_delta"));
        Assert.Equal(new OptimizerHint(3e-4, 0), layer.HintFor("b"));
        Assert.Equal(default, layer.HintFor("A_c"));
        Assert.Equal(new OptimizerHint(null, 0), layer.HintFor("mu"));
        Assert.Equal(new OptimizerHint(null, 0), layer.HintFor("a_c"));
    }

    [Theory]
    [InlineData(double.NaN, 1e-3, "DeltaBias")]
    [InlineData(double.PositiveInfinity, 1e-3, "DeltaBias")]
    [InlineData(0, 0, "DeltaLearningRate")]
    [InlineData(0, -1e-3, "DeltaLearningRate")]
    [InlineData(0, double.NaN, "DeltaLearningRate")]
    [InlineData(0, double.PositiveInfinity, "DeltaLearningRate")]
    public void Numbers_that_cannot_be_meant_are_refused_by_name(double bias, double rate, string name)
    {
        foreach (var causal in new[] { false, true })
        {
            var refused = Assert.Throws<ArgumentOutOfRangeException>(
                () => (s_shape with { Options = new CompressionOptions { DeltaBias = bias, DeltaLearningRate = rate } }).Form(causal));
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false, Interval.Uniform)]
    [InlineData(true, Interval.Uniform)]
    [InlineData(false, Interval.Random)]
    [InlineData(true, Interval.Random)]
    public void Intervals_that_learn_nothing_depend_on_no_input(bool causal, Interval interval)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var layer = (s_shape with { Options = new CompressionOptions { Interval = interval, DeltaBias = 0.5 } }).Form(causal);
        using var compressed = layer.forward(randn(2, 40, 8), null);
        using var others = layer.forward(randn(2, 40, 8), tensor(new long[] { 40, 12 }));
        Assert.True(compressed.Intervals[0].Equals(compressed.Intervals[1]));
        Assert.True(compressed.Intervals[0].Equals(others.Intervals[0]));
        Assert.True(compressed.Intervals[0].narrow(0, 0, 12).Equals(others.Intervals[1].narrow(0, 0, 12)));
        Assert.Equal(interval == Interval.Uniform, compressed.Intervals[0, 0].Equals(compressed.Intervals[0, 1]));
        Assert.DoesNotContain("w_delta", layer.state_dict().Keys);
        Assert.Equal(["A_c", "a_c", "mu"], CompressionShape.Learned(layer).Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Random_intervals_have_the_mean_of_uniform_ones_and_stay_within_the_rate()
    {
        using var scope = NewDisposeScope();
        foreach (var bias in new[] { -2.0, 0, 1 })
        {
            manual_seed(7);
            using var layer = (s_shape with { Options = new() { Interval = Interval.Random, DeltaBias = bias } }).Form(causal: false);
            using var compressed = layer.forward(zeros(1, 20_000, 8), null);
            var intervals = compressed.Intervals.data<float>().ToArray();
            var mean = 0.5 / (1 + Math.Exp(-bias));
            var spread = Math.Min(mean, 0.5 - mean);
            Assert.Equal(mean, intervals.Average(), 0.02 * mean);
            Assert.InRange(intervals.Min(), mean - spread, mean - (0.99 * spread));
            Assert.InRange(intervals.Max(), mean + (0.99 * spread), mean + spread + 1e-7);
            // Uniform numbers of half width s have the variance s²/3; neighbours are not related.
            var variance = spread * spread / 3;
            Assert.Equal(variance, intervals.Average(value => (value - mean) * (value - mean)), 0.03 * variance);
            Assert.Equal(0, intervals.Zip(intervals.Skip(1)).Average(pair => (pair.First - mean) * (pair.Second - mean)), 0.03 * variance);
        }
    }

    [Fact]
    public void Layers_draw_different_intervals_and_a_checkpoint_has_them()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        var shape = s_shape with { Options = new() { Interval = Interval.Random } };
        using CompressionLayer first = shape.Form(causal: true), second = shape.Form(causal: true);
        var u = randn(1, 30, 8);
        Tensor Of(CompressionLayer layer)
        {
            using var compressed = layer.forward(u, null);
            return compressed.Intervals.clone();
        }

        var (own, other) = (Of(first), Of(second));
        Assert.False(own.Equals(other));
        second.load_state_dict(first.state_dict());
        Assert.True(own.Equals(Of(second)));
        Assert.Equal(ScalarType.Int64, second.to(ScalarType.Float64).state_dict()["seed"].dtype);
        Assert.False(((TorchSharp.Modules.Parameter)second.state_dict()["b"]).requires_grad);
    }

    [Theory]
    [InlineData(Interval.Uniform)]
    [InlineData(Interval.Random)]
    public void Steps_take_the_intervals_of_their_position_by_kernels_and_by_operators(Interval interval)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(9);
        var layer = (CausalCompression)(s_shape with { Options = new() { Interval = interval, DeltaBias = 1 } }).Form(causal: true);
        var inner = new DiagonalLayer(4, 1);
        var u = randn(2, 40, 8);
        using var compressed = layer.forward(u, null);
        var expected = compressed.Times.mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64).remainder(Scalars.Of(Ticks.PerPoint));
        foreach (var fused in new[] { true, false })
        {
            using var off = fused ? null : FusedKernels.Off();
            using var state = layer.NewState(2, inner);
            for (var position = 0L; position < 40; position++)
            {
                layer.Step(u.select(1, position), inner, state);
                Assert.True(state[3].Equals(expected.select(1, position)), $"another clock after {position + 1} inputs");
            }

            state.Reset(tensor(new[] { false, true }));
            layer.Step(u.select(1, 0), inner, state);
            Assert.Equal(expected[1, 0].item<long>(), state[3][1].item<long>());
        }
    }
}
