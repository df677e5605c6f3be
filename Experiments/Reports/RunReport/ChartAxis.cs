namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>One axis of a chart: its range and its ticks.</summary>
/// <param name="Low">Value at the beginning of the axis.</param>
/// <param name="High">Value at the end of the axis.</param>
/// <param name="IsLog">Whether the axis is logarithmic.</param>
/// <param name="Ticks">Values that are written beside the axis.</param>
internal sealed record ChartAxis(double Low, double High, bool IsLog, IReadOnlyList<double> Ticks)
{
    /// <summary>Largest number of intervals between ticks.</summary>
    private const int Intervals = 7;

    /// <summary>Position of a value: 0 at the beginning of the axis, 1 at its end.</summary>
    public double Place(double value) => IsLog
        ? (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
        : (value - Low) / (High - Low);

    /// <summary>A linear axis with ticks at round numbers.</summary>
    /// <param name="low">Value at the beginning of the axis.</param>
    /// <param name="high">Value at the end of the axis, greater than <paramref name="low"/>.</param>
    /// <param name="isBinary">Whether powers of two count as round.</param>
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
    /// A logarithmic axis that contains two values above 0. Ticks are at powers of ten, and if these are few also at 2 and 5 times them.
    /// </summary>
    public static ChartAxis Logarithmic(double low, double high)
    {
        double[] factors = high / low < 100 ? [1, 2, 5] : [1];
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high));
        var powers = Enumerable.Range(first, last - first + 1).Select(decade => Math.Pow(10, decade));
        double[] all = [.. powers.SelectMany(power => factors.Select(factor => factor * power))];

        // The axis begins at the last tick before the values and ends at the first tick after them.
        var begin = all.Last(tick => tick <= low * (1 + 1e-9));
        var end = all.FirstOrDefault(tick => tick >= high * (1 - 1e-9) && tick > begin, 10 * begin);
        double[] within = [.. all.Where(tick => tick >= begin && tick <= end)];
        var every = Math.Max(1, (int)Math.Ceiling(within.Length / (double)(Intervals + 2)));
        return new ChartAxis(begin, end, IsLog: true, [.. within.Where((_, number) => number % every == 0)]);
    }
}
