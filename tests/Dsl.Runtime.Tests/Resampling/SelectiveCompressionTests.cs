using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>The compression around the inputs nearest in time: values, initial values.</summary>
public sealed class SelectiveCompressionTests
{
    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Points_stay_within_the_bound_and_intervals_within_the_rate(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        foreach (var strength in new[] { 0.1, 3, 100 })
        {
            var (layer, u, lengths) = shape.Make(shape.Selective, ScalarType.Float32, seed: 5);
            CompressionShape.Set(layer, "w_delta", strength);
            using var compressed = layer.forward(u, lengths);
            var counts = compressed.Counts.data<long>().ToArray();
            var rate = new CompressionRate(shape.Rate);
            Assert.All(counts.Zip(lengths.data<long>()), pair => Assert.InRange(pair.First, 1, rate.MostPoints(pair.Second)));
            Assert.Equal([shape.Batch, counts.Max(), shape.BranchFeatures], compressed.Features.shape);

            var valid = SequenceMask.Of(lengths, shape.Length);
            var intervals = compressed.Intervals.masked_select(valid).data<float>();
            // A logistic function is inside (0, 1) only until it rounds to an end.
            Assert.All(
                intervals, delta => Assert.True(strength > 3 ? delta >= 0 && delta <= (float)shape.Rate : delta > 0 && delta < shape.Rate));
            Assert.InRange(compressed.RealisedRate(), 0, shape.Rate + 1e-6);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Saturated_at_rate_one_with_a_window_of_one_it_is_the_identity(bool ticks)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var layer = new SelectiveCompression(6, 6, compressionRate: 1, windowSize: 1, timeBasis: 2, integerTicks: ticks);
        CompressionShape.Set(layer, "b", 100);
        CompressionShape.Set(layer, "a_c", 0);
        using (no_grad())
        {
            layer.state_dict()["A_c"].copy_(cat([eye(6), zeros(6, 2)], 1));
        }

        var u = randn(3, 17, 6);
        var lengths = tensor(new long[] { 17, 4, 1 });
        using var compressed = layer.forward(u, lengths);
        var masked = SequenceMask.Apply(u, lengths);
        Assert.Equal([17L, 4, 1], compressed.Counts.data<long>());
        Assert.True(compressed.Features.Equals(masked), "u' is not u");
        Assert.True(
            SequenceMask.Apply(compressed.Decompress(compressed.Features), lengths).Equals(masked),
            "the decompression is not the identity");
        Assert.Equal(1, compressed.RealisedRate(), 12);
    }

    [Fact]
    public void Saturated_at_rate_one_a_narrower_branch_is_the_projection_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var layer = new SelectiveCompression(6, 2, compressionRate: 1, windowSize: 1, timeBasis: 2).to(ScalarType.Float64);
        CompressionShape.Set(layer, "b", 100);
        var projection = randn(2, 6, ScalarType.Float64);
        using (no_grad())
        {
            layer.state_dict()["A_c"].copy_(cat([projection, zeros(2, 2, ScalarType.Float64)], 1));
        }

        var u = randn(2, 9, 6, ScalarType.Float64);
        using var compressed = layer.forward(u, null);
        var expected = nn.functional.linear(u, projection, layer.state_dict()["a_c"]);
        Tolerance.AssertClose(expected, compressed.Decompress(compressed.Features), 1e-14, "projected points, copied back");
    }

    [Theory]
    [MemberData(nameof(CompressionShape.All), MemberType = typeof(CompressionShape))]
    public void Sequences_do_not_depend_on_their_place_in_the_batch(CompressionShape shape)
    {
        using var scope = NewDisposeScope();
        var (layer, u, lengths) = shape.Make(shape.Selective, ScalarType.Float64, seed: 7);
        CompressionShape.Set(layer, "w_delta", 2);
        var order = tensor(Enumerable.Range(0, (int)shape.Batch).Select(i => (long)i).Reverse().ToArray());
        using var compressed = layer.forward(u, lengths);
        using var permuted = layer.forward(u.index_select(0, order), lengths.index_select(0, order));
        Assert.True(permuted.Counts.Equals(compressed.Counts.index_select(0, order)));
        Tolerance.AssertClose(compressed.Features.index_select(0, order), permuted.Features, 1e-14, "points");
        var y = randn_like(compressed.Features);
        Assert.True(permuted.Decompress(y.index_select(0, order)).Equals(compressed.Decompress(y).index_select(0, order)));
    }

    [Fact]
    public void Steps_leave_no_tensors_behind()
    {
        using var layer = new SelectiveCompression(8, 4, 0.5, 4, 2);
        using var lengths = tensor(new long[] { 12, 7, 2 });
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            using var compressed = layer.forward(randn(3, 12, 8, requires_grad: true), lengths);
            compressed.Decompress(compressed.Features).Squared().sum().backward();
            Assert.True(compressed.RealisedRate() > 0);
        });
    }

    [Fact]
    public void Initialisation_is_the_documented_one()
    {
        using var scope = NewDisposeScope();
        manual_seed(12);
        var layer = new SelectiveCompression(192, 96, 0.5, 6, 2);
        var state = layer.state_dict();
        Assert.Equal(111842 + 193, layer.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(0, state["b"].item<float>());
        Assert.InRange(state["w_delta"].std().item<float>(), 0.016, 0.024);
        Assert.True(state["mu"].abs().max().item<float>() <= 1.5);
        Assert.Equal(1 / (2 * 1.5 * 1.5), state["gamma"].item<float>(), 6);
        var bound = 1 / Math.Sqrt(6 * 194);
        Assert.InRange(state["A_c"].abs().max().item<float>(), 0.99 * bound, bound * 1.000001);
        Assert.InRange(state["a_c"].abs().max().item<float>(), 0.8 * bound, bound * 1.000001);
        Assert.Equal(["gamma"], layer.named_buffers().Select(buffer => buffer.name));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var layer = new SelectiveCompression(4, 2, 0.5, 3, 2);
        string Message(Tensor u, Tensor? lengths) => Assert.ThrowsAny<ArgumentException>(() => layer.forward(u, lengths)).Message;
        Assert.Contains("[batch, length, 4], not [2, 5, 3]", Message(ones(2, 5, 3), null), StringComparison.Ordinal);
        Assert.Contains("[5, 4]", Message(ones(5, 4), null), StringComparison.Ordinal);
        Assert.Contains("[2, 0, 4]", Message(ones(2, 0, 4), null), StringComparison.Ordinal);
        Assert.Contains("Float64", Message(ones(2, 5, 4, ScalarType.Float64), null), StringComparison.Ordinal);
        Assert.Contains("2 sequences", Message(ones(2, 5, 4), tensor(new long[] { 5 })), StringComparison.Ordinal);
        Assert.Contains("Int32", Message(ones(2, 5, 4), tensor(new[] { 5, 5 })), StringComparison.Ordinal);
        using var compressed = layer.forward(ones(2, 5, 4), null);
        Assert.Contains(
            "features], not [2, 9, 2]",
            Assert.Throws<ArgumentException>(() => compressed.Decompress(ones(2, 9, 2))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelectiveCompression(4, 2, 1.5, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelectiveCompression(4, 2, 0.5, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelectiveCompression(4, 2, 0.5, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelectiveCompression(0, 2, 0.5, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SelectiveCompression(4, -2, 0.5, 3, 2));
    }
}
