using System;
using System.Globalization;

namespace SerpentDsl.Generator.Common;

/// <summary>Numbers as text, the same under every culture.</summary>
internal static class Numbers
{
    /// <summary>A number for a reader: <c>812,860</c>.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An integer literal: <c>812_860</c>.</summary>
    public static string Literal(long value) =>
        value == long.MinValue ? "long.MinValue" : Grouped(value).Replace(',', '_');

    /// <summary>A floating-point literal that reads back to the same bits.</summary>
    public static string Literal(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return double.IsNaN(value) ? "double.NaN" : value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        var text = Plain(value);
        return text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text;
    }

    /// <summary>A number for a message: the shortest text that reads back to the same bits.</summary>
    public static string Plain(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>⌈rate · length⌉, at least 1, for the decimal number that the declaration shows: 0.29 · 100 is 29, although the
    /// nearest double times 100 is more.</summary>
    public static int CeilingOfProduct(double rate, int length)
    {
        var exact = decimal.Parse(Plain(rate), NumberStyles.Float, CultureInfo.InvariantCulture);
        return (int)Math.Max(1m, Math.Ceiling(exact * length));
    }
}
