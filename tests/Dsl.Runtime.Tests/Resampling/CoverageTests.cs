using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>The share of inputs that some window reads.</summary>
public sealed class CoverageTests
{
    [Theory]
    [MemberData(nameof(CompressionShape.AllInBothForms), MemberType = typeof(CompressionShape))]
    public void It_is_what_counting_gives(CompressionShape shape, bool causal)
    {
        using var scope = NewDisposeScope();
        foreach (var bias in new[] { -3.0, 0, 3 })
        {
            var (layer, u, lengths) = shape.Make(() => shape.Form(causal), ScalarType.Float32, seed: 17);
            CompressionShape.Set(layer, "w_delta", 2);
            CompressionShape.Set(layer, "b", bias);
            foreach (var given in new[] { lengths, null })
            {
                using var compressed = layer.forward(u, given);
                var shares = Enumerable.Range(0, (int)shape.Batch).Select(sample =>
                {
                    var length = given is null ? shape.Length : given[sample].item<long>();
                    var read = new HashSet<long>();
                    for (var point = 0L; point < compressed.Counts[sample].item<long>(); point++)
                    {
                        var start = compressed.WindowStarts[sample, point].item<long>();
                        read.UnionWith(Enumerable.Range(0, shape.WindowSize).Select(place => start + place)
                            .Where(place => place >= 0 && place < length));
                    }

                    return (double)read.Count / length;
                });
                Assert.Equal(shares.Average(), compressed.Coverage(), 12);
            }
        }
    }

    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(4, 1)]
    public void Equal_intervals_read_window_times_rate_of_the_inputs(int windowSize, double expected)
    {
        using var scope = NewDisposeScope();
        var options = new CompressionOptions { Interval = Interval.Uniform, PointPlacement = PointPlacement.Middle };
        using var layer = new SelectiveCompression(4, 2, 0.5, windowSize, 2, options: options);
        using var compressed = layer.forward(zeros(2, 400, 4), null);
        Assert.Equal(0.25, compressed.RealisedRate(), 12);
        Assert.Equal(expected, compressed.Coverage(), 0.01);
    }

    [Fact]
    public void Reading_it_leaves_no_tensors_behind()
    {
        using var layer = new CausalCompression(4, 2, 0.5, 3, 2);
        using var u = randn(3, 20, 4);
        using var compressed = layer.forward(u, null);
        LeakCheck.AssertFlat(() => compressed.Coverage(), steps: 20, warmUp: 5);
    }
}
