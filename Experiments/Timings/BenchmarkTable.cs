using System.Globalization;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Timings;

/// <summary>Prints results for people, one line per case, as soon as each is measured.</summary>
internal sealed class BenchmarkTable(TextWriter output, IReadOnlyList<BenchmarkCase> cases, MachineLimits limits, BaselineFile? baseline)
{
    private const int NumberWidth = 11;
    private readonly int _nameWidth = cases.Max(one => one.Name.Length);

    /// <summary>Prints the names of the columns and their meaning.</summary>
    public void WriteHeading()
    {
        output.WriteLine("reference: time of the reference path / median   limit: share of the machine's limit   managed, peak: memory "
            + "of a call   ref. peak: of the reference path");
        output.WriteLine();
        Write(
            "case",
            ["median ms", "least ms", "reps", "reference", "limit", "managed", "peak", "ref. peak", "µs/token"],
            baseline is null ? "" : "baseline");
    }

    /// <summary>Writes a result.</summary>
    public void Write(BenchmarkResult result)
    {
        var timing = result.Timing;
        Write(
            result.Case.Name,
            [
                Milliseconds(timing.MedianMs),
                Milliseconds(timing.MinMs),
                timing.Reps.ToString(CultureInfo.InvariantCulture),
                result.Ratio is { } ratio ? Figures.Ratio(ratio) : "",
                Figures.Percent(result.FractionOf(limits)),
                Bytes(result.Footprint.ManagedBytes),
                Bytes(result.Footprint.PeakBytes),
                Bytes(result.Reference?.Footprint.PeakBytes),
                result.MicrosecondsPerToken is { } perToken
                    ? perToken.ToString(perToken < 1 ? "0.0000" : perToken < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture)
                    : "",
            ],
            string.Join(", ", baseline?.Of(result.Case).Select(entry => BaselineText(entry, result)) ?? []));
    }

    private void Write(string name, IEnumerable<string> numbers, string last) =>
        output.WriteLine(
            $"{name.PadRight(_nameWidth)}{string.Concat(numbers.Select(number => number.PadLeft(NumberWidth)))}   {last}".TrimEnd());

    private static string BaselineText((string Name, double MedianMs) entry, BenchmarkResult result)
    {
        var ratio = Figures.Ratio(entry.MedianMs / result.Timing.MedianMs);
        return entry.Name == result.Case.Name ? ratio : $"{ratio} ({entry.Name})";
    }

    private static string Milliseconds(double time) => time.ToString(time < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture);

    private static string Bytes(long? bytes) => bytes switch
    {
        null => "",
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
    };
}
