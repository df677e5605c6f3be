using System.Globalization;

namespace SerpentDsl.Experiments.Output;

/// <summary>Writes numbers for people.</summary>
internal static class Figures
{
    /// <summary>A share as a percentage: 12.3 %.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    /// <summary>A whole number with thousands separators: 12,345.</summary>
    public static string Count(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with a noun: 1 step, 2,000 steps.</summary>
    /// <param name="count">The number.</param>
    /// <param name="thing">The noun in the singular.</param>
    public static string Plural(long count, string thing) => $"{Count(count)} {thing}{(count == 1 ? "" : "s")}";

    /// <summary>A ratio: 1.25x.</summary>
    public static string Ratio(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x");

    /// <summary>A loss with four decimals.</summary>
    public static string Loss(double loss) => loss.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A number in a unit of the user's, with four significant digits.</summary>
    public static string Significant(double number) => number.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A perplexity to print after a loss; empty without a value.</summary>
    public static string Perplexity(double? perplexity) => perplexity is { } value ? $"  perplexity {Number(value)}" : "";

    /// <summary>A learning rate: 1.0e-3.</summary>
    public static string Rate(double rate) => rate.ToString("0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>An error, or a number of mismatches.</summary>
    public static string Error(double error) => error switch
    {
        0 => "0",
        double.PositiveInfinity => "∞",
        _ when error >= 1 && error == Math.Floor(error) => Count(error),
        _ => error.ToString("0.0e+0", CultureInfo.InvariantCulture),
    };

    /// <summary>A large quantity with an SI prefix: 12.3 MFLOP.</summary>
    public static string Quantity(double quantity, string unit = "")
    {
        var (scale, prefix) = quantity switch
        {
            >= 1e12 => (1e12, "T"),
            >= 1e9 => (1e9, "G"),
            >= 1e6 => (1e6, "M"),
            >= 1e4 => (1e3, "k"),
            _ => (1, ""),
        };
        return string.Create(
            CultureInfo.InvariantCulture, $"{(scale == 1 ? Count(quantity) : $"{quantity / scale:0.0}")} {prefix}{unit}").TrimEnd();
    }

    /// <summary>A number with one decimal and thousands separators.</summary>
    public static string Number(double number) => number.ToString("N1", CultureInfo.InvariantCulture);

    /// <summary>A duration: 0:07, 12:40, 1:02:03.</summary>
    public static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Round(seconds));
        return time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
    }
}
