namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>One axis of a chart: what stretch it shows, and where its ticks are.</summary>
/// <param name="Low">Its first value.</param>
/// <param name="High">Its last value.</param>
/// <param name="IsLog">Whether equal distances are equal ratios.</param>
/// <param name="Ticks">The values that are written beside it.</param>
internal sealed record ChartAxis(double Low, double High, bool IsLog, IReadOnlyList<double> Ticks)
{
    /// <summary>The most intervals between ticks.</summary>
    private const int Intervals = 7;

    /// <summary>Where a value is: 0 at the beginning, 1 at the end.</summary>
    public double Place(double value) => IsLog
        ? (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
        : (value - Low) / (High - Low);

    /// <summary>An axis from one value to another, with ticks at round numbers.</summary>
    /// <param name="low">Its first value.</param>
    /// <param name="high">Its last value, above it.</param>
    /// <param name="isBinary">Whether powers of two are round.</param>
    public static ChartAxis Linear(double low, double high, bool isBinary = false)
    {
        var least = (high - low) / Intervals;
        var power = isBinary ? Math.Pow(2, Math.Ceiling(Math.Log2(least))) : Math.Pow(10, Math.Floor(Math.Log10(least)));
        double[] rounds = isBinary ? [power] : [power, 2 * power, 5 * power, 10 * power];
        var step = rounds.First(candidate => candidate >= least * (1 - 1e-9));
        long first = (long)Math.Ceiling((low / step) - 1e-9), last = (long)Math.Floor((high / step) + 1e-9);
        return new ChartAxis(low, high, IsLog: false, [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => (first + i) * step)]);
    }

    /// <summary>
    /// A logarithmic axis that holds two values above 0, with ticks at powers of ten, or at 1, 2 and 5 times them where those are few.
    /// </summary>
    public static ChartAxis Logarithmic(double low, double high)
    {
        double[] factors = high / low < 100 ? [1, 2, 5] : [1];
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high));
        var powers = Enumerable.Range(first, last - first + 1).Select(decade => Math.Pow(10, decade));
        double[] all = [.. powers.SelectMany(power => factors.Select(factor => factor * power))];

        // From the tick before the values to the one after them.
        var begin = all.Last(tick => tick <= low * (1 + 1e-9));
        var end = all.FirstOrDefault(tick => tick >= high * (1 - 1e-9) && tick > begin, 10 * begin);
        double[] within = [.. all.Where(tick => tick >= begin && tick <= end)];
        var every = Math.Max(1, (int)Math.Ceiling(within.Length / (double)(Intervals + 2)));
        return new ChartAxis(begin, end, IsLog: true, [.. within.Where((_, number) => number % every == 0)]);
    }
}
