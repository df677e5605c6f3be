using SerpentDsl.Kernels.Compression;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>The closed forms against brute force, on intervals coarse enough for ties to be common (oracles 1 to 3).</summary>
public class ResamplingIndicesTests
{
    private static readonly double[] s_rates = [1, 0.75, 0.5, 0.25, 0.125];

    [Theory]
    [InlineData(false, PointPlacement.End)]
    [InlineData(true, PointPlacement.End)]
    [InlineData(false, PointPlacement.Middle)]
    [InlineData(true, PointPlacement.Middle)]
    public void Windows_are_the_nearest_inputs_and_ties_go_to_the_earlier(bool ticks, PointPlacement placement)
    {
        var ties = 0;
        foreach (var c in Cases(ticks, 400))
        {
            using var counts = ResamplingIndices.PointCounts(c.Times, c.Lengths, c.Rate, placement);
            using var starts = ResamplingIndices.WindowStarts(
                c.Times, c.Lengths, c.Rate.MostPoints(c.Times.shape[1]), c.WindowSize, placement);
            for (var sample = 0; sample < c.Eighths.Length; sample++)
            {
                var times = c.Eighths[sample];
                for (var k = 1; k <= counts[sample].item<long>(); k++)
                {
                    var point = EighthsOf(k, placement);
                    var nearest = Enumerable.Range(0, times.Length).OrderBy(j => Math.Abs(times[j] - point)).ThenBy(j => j).ToArray();
                    var window = nearest.Take(c.WindowSize).Order().ToArray();
                    if (nearest.Length > c.WindowSize)
                    {
                        var (last, next) = (times[nearest[c.WindowSize - 1]], times[nearest[c.WindowSize]]);
                        ties += Math.Abs(last - point) == Math.Abs(next - point) ? 1 : 0;
                    }

                    Assert.Equal(window.Length - 1, window[^1] - window[0]);
                    Assert.Equal(window[0], starts[sample, k - 1].item<long>());
                }
            }
        }

        Assert.True(ties > 100, $"Only {ties} ties: the cases are too tame.");
    }

    [Theory]
    [InlineData(false, PointPlacement.End)]
    [InlineData(true, PointPlacement.End)]
    [InlineData(false, PointPlacement.Middle)]
    [InlineData(true, PointPlacement.Middle)]
    public void Inputs_read_the_nearest_point_and_ties_go_to_the_later(bool ticks, PointPlacement placement)
    {
        var ties = 0;
        foreach (var c in Cases(ticks, 400))
        {
            using var counts = ResamplingIndices.PointCounts(c.Times, c.Lengths, c.Rate, placement);
            using var nearest = ResamplingIndices.NearestPoints(c.Times, counts, placement);
            for (var sample = 0; sample < c.Eighths.Length; sample++)
            {
                var count = (int)counts[sample].item<long>();
                for (var l = 0; l < c.Eighths[sample].Length; l++)
                {
                    var time = c.Eighths[sample][l];
                    var expected = Enumerable.Range(1, count).MinBy(k => (Math.Abs(EighthsOf(k, placement) - time), -k));
                    var first = EighthsOf(1, placement);
                    ties += (time - first) % 8 == 4 && time > first && time < EighthsOf(count, placement) ? 1 : 0;
                    Assert.Equal(expected - 1, nearest[sample, l].item<long>());
                }
            }
        }

        Assert.True(ties > 100, $"Only {ties} ties: the cases are too tame.");
    }

    [Theory]
    [InlineData(false, PointPlacement.End)]
    [InlineData(true, PointPlacement.End)]
    [InlineData(false, PointPlacement.Middle)]
    [InlineData(true, PointPlacement.Middle)]
    public void Counts_and_emissions_follow_their_definitions(bool ticks, PointPlacement placement)
    {
        var isMiddle = placement == PointPlacement.Middle;
        foreach (var c in Cases(ticks, 200))
        {
            var points = c.Rate.MostPoints(c.Times.shape[1]);
            using var counts = ResamplingIndices.PointCounts(c.Times, c.Lengths, c.Rate, placement);
            using var emitted = ResamplingIndices.EmissionCounts(c.Times, placement);
            using var emissions = ResamplingIndices.EmissionIndices(c.Times, points, placement);
            using var held = ResamplingIndices.HeldPoints(c.Times, placement);
            for (var sample = 0; sample < c.Eighths.Length; sample++)
            {
                var times = c.Eighths[sample];
                var count = counts[sample].item<long>();
                var reached = (times[^1] + (isMiddle ? 4 : 7)) / 8;
                Assert.Equal(Math.Min(c.Rate.MostPoints(times.Length), Math.Max(1, reached)), count);
                Assert.Equal((times[^1] + (isMiddle ? 4 : 0)) / 8, emitted[sample].item<long>());
                for (var k = 1; k <= points; k++)
                {
                    Assert.Equal(Array.FindIndex(times, time => time >= EighthsOf(k, placement)), emissions[sample, k - 1].item<long>());
                }

                for (var l = 0; l < times.Length; l++)
                {
                    Assert.Equal(((times[l] + (isMiddle ? 4 : 0)) / 8) - 1, held[sample, l].item<long>());
                }
            }
        }
    }

    [Fact]
    public void Round_off_in_the_sum_does_not_exceed_the_bound()
    {
        // 0.04 added 25 times is 1.0000000000000002.
        using var times = full([1, 25], Scalars.Of(0.04), ScalarType.Float64).cumsum(1);
        Assert.True(times[0, 24].item<double>() > 1);
        using var counts = ResamplingIndices.PointCounts(times, null, new CompressionRate(0.04));
        Assert.Equal(1, counts.item<long>());

        // The bound is that of the sample, not of the padded length.
        using var padded = cat([times, times.narrow(1, 24, 1).expand(1, 25)], 1);
        using var paddedCounts = ResamplingIndices.PointCounts(padded, tensor(new long[] { 25 }), new CompressionRate(0.04));
        Assert.Equal(1, paddedCounts.item<long>());
    }

    [Theory]
    [InlineData(0.05, 20)]
    [InlineData(0.6, 50)]
    [InlineData(1.0, 64)]
    [InlineData(1e-7, 10)]
    public void Ticks_of_saturated_intervals_keep_the_sum_within_the_rate(double rate, int length)
    {
        using var ticks = TickTensors.Of(full([1, length], Scalars.Of(rate), ScalarType.Float64), new CompressionRate(rate));
        using var times = ticks.cumsum(1);
        using var counts = ResamplingIndices.PointCounts(times, null, new CompressionRate(rate));
        Assert.All(ticks.data<long>(), tick => Assert.InRange(tick, 1, Ticks.PerPoint));
        Assert.True(times[0, length - 1].item<long>() <= Math.Max(length, rate * length * Ticks.PerPoint));
        Assert.True(counts.item<long>() <= new CompressionRate(rate).MostPoints(length));
    }

    [Fact]
    public void Ticks_round_half_to_even()
    {
        using var halves = tensor(new[] { 0.5, 1.5, 2.5, 3.5 }).div(Scalars.Of(Ticks.PerPoint));
        using var ticks = TickTensors.Of(halves, new CompressionRate(1));
        Assert.Equal([1L, 2, 2, 4], ticks.data<long>());
    }

    [Fact]
    public void What_is_no_batch_of_times_is_refused()
    {
        var rate = new CompressionRate(0.5);
        Assert.Contains(
            "[3]",
            Assert.Throws<ArgumentException>(() => ResamplingIndices.PointCounts(ones(3), null, rate)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ResamplingIndices.PointCounts(ones([2, 3], ScalarType.Int32), null, rate));
        Assert.Throws<ArgumentException>(() => ResamplingIndices.NearestPoints(ones(2, 3), ones([3], ScalarType.Int64)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResamplingIndices.WindowStarts(ones(2, 3), null, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResamplingIndices.WindowStarts(ones(2, 3), null, 1, 0));
    }

    /// <summary>The time of a point in eighths.</summary>
    private static int EighthsOf(int point, PointPlacement placement) => (8 * point) - (placement == PointPlacement.Middle ? 4 : 0);

    /// <summary>Random batches; intervals are whole eighths, so that everything is exact and ties abound.</summary>
    private static IEnumerable<Case> Cases(bool ticks, int number)
    {
        var random = new Random(20);
        for (var i = 0; i < number; i++)
        {
            using var scope = NewDisposeScope();
            var batch = random.Next(1, 4);
            var length = random.Next(1, 34);
            var rate = s_rates[random.Next(s_rates.Length)];
            var lengths = Enumerable.Range(0, batch).Select(_ => (long)random.Next(1, length + 1)).ToArray();
            var eighths = new int[batch][];
            var times = new double[batch, length];
            for (var sample = 0; sample < batch; sample++)
            {
                var time = 0;
                eighths[sample] = new int[lengths[sample]];
                for (var l = 0; l < length; l++)
                {
                    if (l < lengths[sample])
                    {
                        time += random.Next(1, (int)(8 * rate) + 1);
                        eighths[sample][l] = time;
                    }

                    times[sample, l] = time / 8.0;
                }
            }

            var tensorTimes = tensor(times);
            if (ticks)
            {
                tensorTimes = tensorTimes.mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64);
            }

            yield return new Case(tensorTimes, tensor(lengths), eighths, new CompressionRate(rate), random.Next(1, 10));
        }
    }

    private sealed record Case(Tensor Times, Tensor Lengths, int[][] Eighths, CompressionRate Rate, int WindowSize);
}
