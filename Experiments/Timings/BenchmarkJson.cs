using System.Text.Json;
using System.Text.Json.Serialization;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Timings;

/// <summary>
/// Writes results in the form of the Python script: <c>{"env": …, "results": {name: {"median_ms": …, …}}}</c>.
/// </summary>
internal static class BenchmarkJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a file, atomically.</summary>
    public static void Write(
        string path, MachineReport machine, MachineLimits limits, IReadOnlyList<BenchmarkResult> results, BaselineFile? baseline,
        TimeSpan duration)
    {
        var document = new
        {
            Env = new
            {
                Torch = machine.Libtorch,
                machine.Threads,
                Seconds = Math.Round(duration.TotalSeconds, 1),
                machine.Processor,
                machine.Runtime,
                machine.Allocator,
                machine.Kernels,
                Gflops = Round(limits.FlopsPerSecond / 1e9),
                GigabytesPerSecond = Round(limits.BytesPerSecond / 1e9),
            },
            Results = results.ToDictionary(result => result.Case.Name, result => Of(result, limits, baseline), StringComparer.Ordinal),
        };
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, document, s_options));
    }

    private static object Of(BenchmarkResult result, MachineLimits limits, BaselineFile? baseline) => new
    {
        MedianMs = Round(result.Timing.MedianMs),
        MinMs = Round(result.Timing.MinMs),
        CpuMs = Round(result.Timing.CpuMs),
        result.Timing.Reps,
        result.Case.Work.Flops,
        result.Case.Work.Bytes,
        LimitMs = Round(1e3 * result.Case.Work.Seconds(limits)),
        FractionOfLimit = Round(result.FractionOf(limits)),
        result.Footprint.ManagedBytes,
        result.Footprint.PeakBytes,
        UsPerToken = Round(result.MicrosecondsPerToken),
        ReferenceMedianMs = Round(result.Reference?.Timing.MedianMs),
        ReferenceMinMs = Round(result.Reference?.Timing.MinMs),
        ReferenceReps = result.Reference?.Timing.Reps,
        ReferencePeakBytes = result.Reference?.Footprint.PeakBytes,
        ReferenceRatio = Round(result.Ratio),
        BaselineRatios = baseline?.Of(result.Case).ToDictionary(
            entry => entry.Name, entry => Round(entry.MedianMs / result.Timing.MedianMs), StringComparer.Ordinal),
    };

    // Four decimals: further digits of milliseconds and ratios are noise.
    private static double? Round(double? number) => number is { } value ? Math.Round(value, 4) : null;
}
