using System.Globalization;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>Writes values of charts as text, in the same form as the page's script.</summary>
internal static class ChartNumbers
{
    private const double Mebi = 1 << 20;
    private const double Gibi = 1 << 30;

    /// <summary>A value in the legend below a chart.</summary>
    /// <param name="format">Format of the chart.</param>
    /// <param name="value">The value.</param>
    public static string Write(string format, double value) => format switch
    {
        "loss" => Text(value, value >= 100 ? "0.0" : "0.0000"),
        "share" => Text(100 * value, "0.0 '%'"),
        "perplexity" => Text(value, value >= 1e6 ? "0.00e+0" : value >= 1000 ? "#,##0" : value >= 100 ? "0.0" : "0.00"),
        "rate" => Text(value, value == 0 ? "0" : "0.00e+0"),
        "bytes" => value >= Gibi ? Text(value / Gibi, "0.00 'GiB'") : Text(value / Mebi, "#,##0 'MiB'"),
        "number" => Text(value, "0.000"),
        _ => value >= 1000 ? Text(value, "#,##0") : value.ToString("G4", CultureInfo.InvariantCulture),
    };

    /// <summary>A value at a tick of an axis.</summary>
    /// <param name="format">Format of the chart; for the axis of steps any other text.</param>
    /// <param name="value">The value.</param>
    public static string Tick(string format, double value) => format switch
    {
        "share" => Text(100 * value, "0.## '%'"),
        "rate" => Text(value, value == 0 ? "0" : "0.##e+0"),
        "bytes" => value >= Gibi ? Text(value / Gibi, "0.## 'GiB'") : Text(value / Mebi, "0.# 'MiB'"),
        _ => Compact(value),
    };

    private static string Compact(double value) => Math.Abs(value) switch
    {
        >= 1e6 => Text(value / 1e6, "0.##'M'"),
        >= 1e4 => Text(value / 1e3, "0.##'k'"),
        _ => Text(value, "0.####"),
    };

    private static string Text(double value, string pattern) => value.ToString(pattern, CultureInfo.InvariantCulture);
}
