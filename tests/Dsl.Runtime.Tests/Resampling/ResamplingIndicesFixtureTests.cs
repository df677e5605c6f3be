using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

public class ResamplingIndicesFixtureTests
{
    public static TheoryData<string, ScalarType> Intervals()
    {
        var data = new TheoryData<string, ScalarType>();
        foreach (var file in SerpentFixtures.OfKind("indices"))
        {
            data.Add(file, ScalarType.Float64);
            data.Add(file, ScalarType.Float32);
            data.Add(file, ScalarType.Int64);
        }

        return data;
    }

    public static TheoryData<string> Causal() =>
        [.. SerpentFixtures.OfKind("resample/causal").Concat(SerpentFixtures.OfKind("stream/causal"))];

    [FixtureTheory(SerpentFixtures.Folder)]
    [MemberData(nameof(Intervals))]
    public void Searches_agree_on_exact_intervals(string file, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Load(file);
        var rate = new CompressionRate(SerpentFixtures.Rate(fixture));
        var lengths = fixture.Tensor("in.lengths");
        var delta = fixture.Tensor("in.delta");
        var length = delta.shape[1];
        var points = fixture.Int("Kmax", 0);
        var times = type == ScalarType.Int64
            ? SequenceMask.Apply(TickTensors.Of(delta, rate), lengths).cumsum(1)
            : delta.to(type).cumsum(1);
        if (type == ScalarType.Int64)
        {
            Equal(fixture, "out.tick_time", times);
            Tolerance.AssertClose(fixture, "out.t", TickTensors.ToTime(times, ScalarType.Float64));
        }
        else
        {
            Tolerance.AssertClose(fixture, "out.t", times);
        }

        var counts = ResamplingIndices.PointCounts(times, lengths, rate);
        Equal(fixture, "out.K", counts);
        Equal(fixture, "out.kappa", ResamplingIndices.NearestPoints(times, counts));
        foreach (var windowSize in fixture.Config.GetProperty("W").EnumerateArray().Select(w => w.GetInt32()))
        {
            Equal(fixture, $"out.window_start_W{windowSize}", ResamplingIndices.WindowStarts(times, lengths, points, windowSize));
        }

        Equal(fixture, "out.K_causal", ResamplingIndices.EmissionCounts(times));
        Equal(fixture, "out.emission", ResamplingIndices.EmissionIndices(times, points), everywhere: true);
        var held = ResamplingIndices.HeldPoints(times);
        Equal(fixture, "out.held", held.masked_fill(SequenceMask.Of(lengths, length).logical_not(), Scalars.Of(-1)), everywhere: true);
        fixture.AssertAllUsed(type == ScalarType.Int64 ? [] : ["out.tick_time"]);
    }

    [FixtureTheory(SerpentFixtures.Folder)]
    [MemberData(nameof(Causal))]
    public void Emissions_agree_on_given_times(string file)
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Load(file);
        var valid = SequenceMask.Of(fixture.Tensor("in.lengths"), fixture.Int("L", 0));
        var times = fixture.Tensor(fixture.Bool("ticks", false) ? "out.tick_time" : "out.t");
        Equal(fixture, "out.K", ResamplingIndices.EmissionCounts(times));
        Equal(fixture, "out.emission", ResamplingIndices.EmissionIndices(times, fixture.Int("Kmax", 0)), everywhere: true);
        Equal(fixture, "out.held", ResamplingIndices.HeldPoints(times).masked_fill(valid.logical_not(), Scalars.Of(-1)), everywhere: true);
    }

    /// <summary>Compares indices; −1 in the file marks what is not to be compared, unless it is a result itself.</summary>
    private static void Equal(Fixture fixture, string name, Tensor actual, bool everywhere = false)
    {
        var expected = fixture.Tensor(name);
        Tolerance.AssertClose(
            expected, everywhere ? actual : actual.where(expected.ne(Scalars.Of(-1)), expected), 0, $"{fixture.Name}: {name}");
    }
}
