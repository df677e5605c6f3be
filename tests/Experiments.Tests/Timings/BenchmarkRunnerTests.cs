using SerpentDsl.Experiments.Timings;
using SerpentDsl.Functions;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Timings;

public sealed class BenchmarkRunnerTests
{
    private static readonly BenchmarkSettings s_quick = new(TimeSpan.FromMilliseconds(5), 5, WithReference: true);

    [Fact]
    public void The_reference_path_is_measured_in_turns_with_the_fused_one()
    {
        List<bool> fused = [];
        var clock = new ManualClock();
        var result = new BenchmarkRunner(s_quick, clock).Measure(
            new BenchmarkCase("turns", _ => () =>
            {
                fused.Add(FusedKernels.Enabled);
                clock.Advance(TimeSpan.FromMilliseconds(FusedKernels.Enabled ? 1 : 5));
            })
            { Work = new Work(1, 1), Tokens = 10 },
            default);
        Assert.Equal((5, 5), (result.Timing.Reps, result.Reference!.Value.Timing.Reps));
        Assert.Equal((1, 5), (result.Timing.MedianMs, result.Reference.Value.Timing.MedianMs));
        Assert.Equal(5, result.Ratio);
        Assert.Equal(100, result.MicrosecondsPerToken);

        // After the warm-up of both: in turns, then one call each whose memory is measured.
        Assert.Equal(Enumerable.Range(0, 12).Select(turn => turn % 2 == 0), fused.TakeLast(12));
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(1, 5)]
    [InlineData(0.5, 10)]
    [InlineData(10_000, 5)]
    [InlineData(10_001, 1)]
    public void Calls_are_repeated_until_the_budget_ends_or_often_enough_unless_they_are_long(double milliseconds, int repetitions)
    {
        var clock = new ManualClock();
        var one = new BenchmarkCase(
            "timed", _ => () => clock.Advance(TimeSpan.FromMilliseconds(milliseconds)))
        { Work = new Work(1, 1), HasReference = false };
        var timing = new BenchmarkRunner(s_quick, clock).Measure(one, default).Timing;
        Assert.Equal((repetitions, milliseconds, milliseconds), (timing.Reps, timing.MinMs, timing.MedianMs));
    }

    [Fact]
    public void Everything_that_a_case_made_is_freed()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var disposed = false;
        _ = new BenchmarkRunner(s_quick, TimeProvider.System).Measure(
            new BenchmarkCase("owner", owned =>
            {
                owned.Own(new Disposal(() => disposed = true));
                var x = randn(10);
                return () => x.exp();
            })
            { Work = new Work(1, 1) },
            default);
        Assert.True(disposed);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_user_stops_between_two_calls()
    {
        using var stop = new CancellationTokenSource();
        var endless = new BenchmarkCase("endless", _ => stop.Cancel) { Work = new Work(1, 1) };
        Assert.Throws<OperationCanceledException>(() => new BenchmarkRunner(s_quick, TimeProvider.System).Measure(endless, stop.Token));
    }

    [Fact]
    public void Memory_that_was_kept_counts_when_it_is_used_again()
    {
        const long Mebibytes = 48;
        Action call = () =>
        {
            using var x = ones(Mebibytes << 18);
        };
        call();
        var footprint = Footprint.Of(call);
        if (footprint.PeakBytes is { } peak)
        {
            Assert.InRange(peak, (Mebibytes - 2) << 20, (Mebibytes + 8) << 20);
        }

        Assert.InRange(Footprint.Of(() => GC.KeepAlive(new byte[100_000])).ManagedBytes, 100_000, 150_000);
    }

    [Fact]
    public void Timings_are_summed_up()
    {
        static (TimeSpan, TimeSpan) Sample(double wall, double cpu) => (TimeSpan.FromMilliseconds(wall), TimeSpan.FromMilliseconds(cpu));
        Assert.Equal(new Timing(3, 1, 2, 3), Timing.Of([Sample(5, 4), Sample(1, 2), Sample(3, 9)]));
        Assert.Equal(new Timing(4, 3, 2, 2), Timing.Of([Sample(5, 4), Sample(3, 2)]));
    }

    [Fact]
    public void The_limit_is_what_takes_longer()
    {
        var limits = new MachineLimits(100, 10);
        Assert.Equal(2, new Work(200, 5).Seconds(limits));
        Assert.Equal(4, new Work(200, 40).Seconds(limits));
    }

    [Fact]
    public void Names_are_given_once_and_work_is_stated()
    {
        Assert.Equal(BenchmarkSuite.All.Count, BenchmarkSuite.All.Select(one => one.Name).Distinct().Count());
        Assert.All(
            BenchmarkSuite.All,
            one => Assert.True(one.Work is { Flops: >= 0, Bytes: >= 0 } && one.Work.Flops + one.Work.Bytes > 0, one.Name));
    }

    public static TheoryData<string> Kinds =>
    [
        .. BenchmarkSuite.All
            .Where(one => one.IsKernel
                && !one.Name.Contains("L=2048", StringComparison.Ordinal) && !one.Name.Contains("L=4096", StringComparison.Ordinal)
                && !one.Name.Contains("width=768", StringComparison.Ordinal) && !one.Name.Contains("WikiText", StringComparison.Ordinal))
            .Select(one => one.Name),
        "training step SerpentHalfLong B=4 L=4096",
        "length scaling S4D layer N=4 H=32 B=1 L=1024 | fwd+bwd",
        "length scaling Mamba block d_model=32 N=16 B=1 L=1024 | fwd",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cases_run(string name)
    {
        using var scope = NewDisposeScope();
        using var owned = new Belongings();
        var action = BenchmarkSuite.All.Single(one => one.Name == name).Prepare(owned);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Once(action);
        Once(action);
        // The first runs make gradients and moments. Fewer tensors than before are not a leak.
        Assert.True(DisposeScopeManager.Statistics.ThreadTotalLiveCount - before <= 200);
        var settled = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Once(action);
        Assert.Equal(settled, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static void Once(Action action)
    {
        using var scope = NewDisposeScope();
        action();
    }

    private sealed class Disposal(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
