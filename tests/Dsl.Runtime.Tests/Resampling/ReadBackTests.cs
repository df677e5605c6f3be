using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>Linear interpolation between the points around an input.</summary>
public sealed class ReadBackTests
{
    [Theory]
    [InlineData(PointPlacement.End, false)]
    [InlineData(PointPlacement.End, true)]
    [InlineData(PointPlacement.Middle, false)]
    [InlineData(PointPlacement.Middle, true)]
    public void An_input_reads_what_lies_between_its_points_in_proportion_to_time(PointPlacement placement, bool ticks)
    {
        using var scope = NewDisposeScope();
        (double Bias, ScalarType Type)[] cases =
            [(0, ScalarType.Float64), (3, ScalarType.Float64), (-3, ScalarType.Float64), (0, ScalarType.Float32)];
        foreach (var (bias, type) in cases)
        {
            var shape = Shape(placement);
            var (layer, u, lengths) = shape.Make(shape.Selective, type, seed: 3);
            layer.IntegerTicks = ticks;
            CompressionShape.Set(layer, "w_delta", 1);
            CompressionShape.Set(layer, "b", bias);
            using var compressed = layer.forward(u, lengths);
            var y = randn(shape.Batch, compressed.Features.shape[1], 2, type);
            var read = compressed.Decompress(y);
            for (var sample = 0; sample < shape.Batch; sample++)
            {
                var count = compressed.Counts[sample].item<long>();
                for (var position = 0L; position < lengths[sample].item<long>(); position++)
                {
                    // Of the points 1 … K, the time between the first and the last.
                    var time = Math.Clamp(compressed.Times[sample, position].item<double>() + shape.Offset, 1, count);
                    var (before, behind) = ((long)Math.Floor(time), (long)Math.Ceiling(time));
                    var expected = y[sample, before - 1].mul(Scalars.Of(1 - (time - before))).Plus(
                        y[sample, behind - 1].mul(Scalars.Of(time - before)));
                    var tolerance = type == ScalarType.Float64 ? 1e-12 : 1e-6;
                    Tolerance.AssertClose(expected, read[sample, position], tolerance, $"sequence {sample}, input {position}");
                }
            }
        }
    }

    [Fact]
    public void Intervals_also_learn_through_the_weights_of_the_points()
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            var shape = Shape(PointPlacement.Middle);
            var (layer, u, lengths) = shape.Make(shape.Selective, type, seed: 4);
            using (no_grad())
            {
                layer.state_dict()["A_c"].view(shape.BranchFeatures, shape.WindowSize, -1).narrow(
                    2, shape.Features, shape.TimeBasis).fill_(Scalars.Zero);
            }

            using var compressed = layer.forward(u, lengths);
            SequenceMask.Apply(compressed.Decompress(compressed.Features), lengths).Squared().sum().backward();
            Assert.True(layer.state_dict()["b"].grad!.abs().to(ScalarType.Float64).item<double>() > 1e-6);
        }
    }

    [Fact]
    public void Training_with_it_leaves_no_tensors_behind()
    {
        using var layer = Shape(PointPlacement.End).Selective();
        using var lengths = tensor(new long[] { 12, 7, 2 });
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            using var compressed = layer.forward(randn(3, 12, 4, requires_grad: true), lengths);
            compressed.Decompress(compressed.Features).Squared().sum().backward();
        });
    }

    [Fact]
    public void The_causal_form_refuses_it() => Assert.Contains(
        "use ReadBack.Nearest",
        Assert.Throws<ArgumentException>(
            () => new CausalCompression(4, 2, 0.5, 3, 2, new CompressionOptions { ReadBack = ReadBack.Linear })).Message,
        StringComparison.Ordinal);

    private static CompressionShape Shape(PointPlacement placement) =>
        new(Batch: 3, Length: 25, Features: 4, BranchFeatures: 3, Rate: 0.7, WindowSize: 4, TimeBasis: 2)
        {
            Options = new() { ReadBack = ReadBack.Linear, PointPlacement = placement },
        };
}
