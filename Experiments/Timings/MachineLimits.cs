using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings;

/// <summary>
/// The measured speed limits of this machine. A float32 kernel cannot be faster than both allow, unless its data stays in caches.
/// </summary>
/// <param name="FlopsPerSecond">Float32 operations per second in independent fused multiply-adds, all threads together.</param>
/// <param name="BytesPerSecond">Bytes per second, read and written, of a copy that is too large for the caches.</param>
internal sealed record MachineLimits(double FlopsPerSecond, double BytesPerSecond)
{
    private const int Floats = 16 << 20;
    private const int Rounds = 1 << 22;
    private const int Repetitions = 20;

    /// <summary>Number of independent sums, enough to hide the latency of a multiply-add.</summary>
    private const int Sums = 10;

    /// <summary>Measures the limits with as many threads as libtorch uses.</summary>
    public static MachineLimits Measure()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        Tensor source = ones(Floats), target = empty(Floats);
        double compute = double.PositiveInfinity, copy = double.PositiveInfinity;
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            compute = Math.Min(compute, Seconds(() => OnThreads(threads)));
            copy = Math.Min(copy, Seconds(() => target.copy_(source)));
        }

        var flops = 2.0 * Sums * LaneCount * Rounds * threads;
        return new MachineLimits(flops / compute, 2.0 * sizeof(float) * Floats / copy);
    }

    /// <summary>Names and values of the limits, for people.</summary>
    public IEnumerable<(string Name, string Value)> ToPairs() =>
    [
        ("limits", string.Create(
            CultureInfo.InvariantCulture,
            $"{FlopsPerSecond / 1e9:0} GFLOP/s of fused multiply-adds, {BytesPerSecond / 1e9:0.0} GB/s of a copy, measured now")),
    ];

    private static int LaneCount => Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;

    private static double Seconds(Action action)
    {
        var began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void OnThreads(int count)
    {
        Thread[] threads = [.. Enumerable.Range(1, count - 1).Select(_ => new Thread(() => Compute()))];
        foreach (var thread in threads)
        {
            thread.Start();
        }

        Compute();
        foreach (var thread in threads)
        {
            thread.Join();
        }
    }

    private static float Compute() => Vector512.IsHardwareAccelerated ? Compute512() : Compute256();

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Compute512()
    {
        var factor = Vector512.Create(0.999f);
        var term = Vector512.Create(0.001f);
        Vector512<float> a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term, i = term, j = term;
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, factor, term);
            b = Vector512.FusedMultiplyAdd(b, factor, term);
            c = Vector512.FusedMultiplyAdd(c, factor, term);
            d = Vector512.FusedMultiplyAdd(d, factor, term);
            e = Vector512.FusedMultiplyAdd(e, factor, term);
            f = Vector512.FusedMultiplyAdd(f, factor, term);
            g = Vector512.FusedMultiplyAdd(g, factor, term);
            h = Vector512.FusedMultiplyAdd(h, factor, term);
            i = Vector512.FusedMultiplyAdd(i, factor, term);
            j = Vector512.FusedMultiplyAdd(j, factor, term);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j);
    }

    // Equal to Compute512; there is no common interface of the two vector types.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Compute256()
    {
        var factor = Vector256.Create(0.999f);
        var term = Vector256.Create(0.001f);
        Vector256<float> a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term, i = term, j = term;
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, factor, term);
            b = Vector256.FusedMultiplyAdd(b, factor, term);
            c = Vector256.FusedMultiplyAdd(c, factor, term);
            d = Vector256.FusedMultiplyAdd(d, factor, term);
            e = Vector256.FusedMultiplyAdd(e, factor, term);
            f = Vector256.FusedMultiplyAdd(f, factor, term);
            g = Vector256.FusedMultiplyAdd(g, factor, term);
            h = Vector256.FusedMultiplyAdd(h, factor, term);
            i = Vector256.FusedMultiplyAdd(i, factor, term);
            j = Vector256.FusedMultiplyAdd(j, factor, term);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j);
    }
}
