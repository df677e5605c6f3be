using System.Globalization;

namespace SerpentDsl.Experiments.Output;

/// <summary>How numbers are written for people.</summary>
internal static class Figures
{
    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    /// <summary>A whole number, its thousands parted.</summary>
    public static string Count(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things: 1 step, 2,000 steps.</summary>
    /// <param name="count">How many.</param>
    /// <param name="thing">The word for one of them.</param>
    public static string Plural(long count, string thing) => $"{Count(count)} {thing}{(count == 1 ? "" : "s")}";

    /// <summary>A ratio: 1.25x.</summary>
    public static string Ratio(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x");

    /// <summary>A loss.</summary>
    public static string Loss(double loss) => loss.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A perplexity beside a loss; nothing where there is none.</summary>
    public static string Perplexity(double? perplexity) => perplexity is { } value ? $"  perplexity {Number(value)}" : "";

    /// <summary>A learning rate.</summary>
    public static string Rate(double rate) => rate.ToString("0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>An error, or a count of what is wrong.</summary>
    public static string Error(double error) => error switch
    {
        0 => "0",
        double.PositiveInfinity => "∞",
        _ when error >= 1 && error == Math.Floor(error) => Count(error),
        _ => error.ToString("0.0e+0", CultureInfo.InvariantCulture),
    };

    /// <summary>A large quantity with a prefix to its unit: 12.3 MFLOP.</summary>
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

    /// <summary>A number to one place, its thousands parted.</summary>
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
