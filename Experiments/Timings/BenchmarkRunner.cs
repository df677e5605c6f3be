using SerpentDsl.Functions;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings;

/// <summary>Measures cases. Calls of a case and of its reference path alternate, so that both see the same state of the machine.</summary>
/// <param name="settings">How long and how often to measure.</param>
/// <param name="clock">Measures wall time.</param>
internal sealed class BenchmarkRunner(BenchmarkSettings settings, TimeProvider clock)
{
    /// <summary>Number of warm-up calls, enough for the runtime to recompile frequently called methods.</summary>
    private const int WarmUpCalls = 40;
    private const int LeastWarmUpCalls = 2;
    private const int Seed = 1;

    /// <summary>Measures a case.</summary>
    /// <exception cref="OperationCanceledException">The measurement was stopped between two calls.</exception>
    public BenchmarkResult Measure(BenchmarkCase one, CancellationToken cancellation)
    {
        manual_seed(Seed);
        using var scope = NewDisposeScope();
        using var owned = new Belongings();
        var action = Scoped(one.Prepare(owned));
        var hasReference = one.HasReference && settings.WithReference;
        List<(TimeSpan, TimeSpan)> samples = [], references = [];
        WarmUp(action, samples, cancellation);
        if (hasReference)
        {
            using var off = FusedKernels.Off();
            WarmUp(action, references, cancellation);
        }

        var began = clock.GetTimestamp();
        bool more = IsWanted(samples, TimeSpan.Zero), moreReferences = hasReference && IsWanted(references, TimeSpan.Zero);
        while (more || moreReferences)
        {
            cancellation.ThrowIfCancellationRequested();
            if (more)
            {
                samples.Add(Time(action));
            }

            if (moreReferences)
            {
                using var off = FusedKernels.Off();
                references.Add(Time(action));
            }

            var elapsed = clock.GetElapsedTime(began);
            more = IsWanted(samples, elapsed);
            moreReferences = hasReference && IsWanted(references, elapsed);
        }

        return new BenchmarkResult(
            one, Timing.Of(samples), Footprint.Of(action), hasReference ? (Timing.Of(references), ReferenceFootprint(action)) : null);
    }

    private static Footprint ReferenceFootprint(Action action)
    {
        using var off = FusedKernels.Off();
        return Footprint.Of(action);
    }

    // The tensors of a call are freed within its measured time.
    private static Action Scoped(Action action) => () =>
    {
        using var scope = NewDisposeScope();
        action();
    };

    private (TimeSpan Wall, TimeSpan Cpu) Time(Action action)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var began = clock.GetTimestamp();
        action();
        var wall = clock.GetElapsedTime(began);
        return (wall, Environment.CpuUsage.TotalTime - cpu);
    }

    // The time of a call that is too long to repeat is taken as a sample.
    private void WarmUp(Action action, List<(TimeSpan, TimeSpan)> samples, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        for (var call = 0; call < WarmUpCalls; call++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (wall, cpu) = Time(action);
            if (wall > BenchmarkSettings.LongCall)
            {
                samples.Add((wall, cpu));
                return;
            }

            if (call + 1 >= LeastWarmUpCalls && clock.GetElapsedTime(began) > settings.Budget / 8)
            {
                return;
            }
        }
    }

    private bool IsWanted(List<(TimeSpan Wall, TimeSpan Cpu)> samples, TimeSpan elapsed)
    {
        var isLong = samples.Count > 0 && samples[0].Wall > BenchmarkSettings.LongCall;
        return !isLong
            && (samples.Count < settings.Repetitions || (elapsed < settings.Budget && samples.Count < BenchmarkSettings.MostRepetitions));
    }
}
