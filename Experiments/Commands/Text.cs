using System.Globalization;

namespace SerpentDsl.Experiments.Commands;

/// <summary>How numbers are written for people.</summary>
internal static class Text
{
    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    /// <summary>A whole number, its thousands parted.</summary>
    public static string Count(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A loss.</summary>
    public static string Loss(double loss) => loss.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A learning rate.</summary>
    public static string Rate(double rate) => rate.ToString("0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>A large quantity with a prefix: 12.3 M.</summary>
    public static string Quantity(double quantity) => quantity switch
    {
        >= 1e12 => string.Create(CultureInfo.InvariantCulture, $"{quantity / 1e12:0.0} T"),
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{quantity / 1e9:0.0} G"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{quantity / 1e6:0.0} M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{quantity / 1e3:0.0} k"),
        _ => Count(quantity),
    };

    /// <summary>A duration: 0:07, 12:40, 1:02:03.</summary>
    public static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Round(seconds));
        return time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
    }
}
