using System.Globalization;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>Writes the figures of a report.</summary>
internal static class ReportText
{
    /// <summary>Stands where there is no figure.</summary>
    public const string Nothing = "–";

    /// <summary>Says what stands after ±.</summary>
    public const string Interval = "± is the half width of the 95 % interval by Student's t over the seeds";

    /// <summary>A mean of shares in percent with the half width of its interval.</summary>
    public static string Percent(SampleMean? mean, bool signed = false) => mean is null
        ? Nothing
        : $"{(signed && mean.Value >= 0 ? "+" : "")}{Percent(mean.Value)}{(mean.HalfWidth is { } width ? $" ± {Percent(width)}" : "")}";

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => Fixed(100 * share, 1);

    /// <summary>A mean with the half width of its interval.</summary>
    public static string Number(SampleMean? mean, int places) =>
        mean is null ? Nothing : $"{Fixed(mean.Value, places)}{(mean.HalfWidth is { } width ? $" ± {Fixed(width, places)}" : "")}";

    /// <summary>A number with a fixed number of decimals.</summary>
    public static string Fixed(double number, int places) => number.ToString($"F{places}", CultureInfo.InvariantCulture);

    /// <summary>A p value.</summary>
    public static string Probability(double p) => p < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.000}");
}
