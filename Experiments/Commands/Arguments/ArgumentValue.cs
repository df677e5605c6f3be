using System.Globalization;

namespace SerpentDsl.Experiments.Commands.Arguments;

/// <summary>
/// The one place where the text of an option's value is read as a number. A number has a decimal point and no separators of thousands,
/// whatever the language of the system: <c>0,004</c> is refused and does not become 4.
/// </summary>
internal static class ArgumentValue
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Checks that a text is a value of a parameter.</summary>
    /// <param name="parameter">The option or positional argument.</param>
    /// <param name="text">The text, as on the command line.</param>
    /// <exception cref="UsageException">It is not; the message has name, value and the expected form.</exception>
    public static void Check(CommandParameter parameter, string text)
    {
        if (Expected(parameter, text) is { } expected)
        {
            throw new UsageException(text.Length == 0
                ? $"{parameter.Name} is empty; it must be {expected}."
                : $"{parameter.Name} is '{text}'; {Must(text, expected)}.");
        }
    }

    /// <summary>Reads a real number.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number; null if the text is not one, or if it is not finite.</returns>
    public static double? RealNumber(string text) =>
        double.TryParse(text, Real, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Must(string text, string expected) =>
        text.Contains(',', StringComparison.Ordinal) && expected.Contains("number", StringComparison.Ordinal)
            ? $"a comma cannot stand in a number: it must be {expected}"
            : $"it must be {expected}";

    /// <summary>The form that the value must have; null if it has that form.</summary>
    private static string? Expected(CommandParameter parameter, string text)
    {
        var type = parameter.Type;
        if (type == typeof(string))
        {
            var isName = parameter.MetaValue is not ("" or "TEXT");
            return text.Length > 0 && (!isName || !string.IsNullOrWhiteSpace(text)) ? null
                : isName ? $"a {parameter.MetaValue.TrimEnd('.', '…')}"
                : "a text";
        }

        if (type == typeof(int) || type == typeof(long))
        {
            return WholeNumber(text, type == typeof(int) ? int.MaxValue : long.MaxValue);
        }

        if (type == typeof(double) || type == typeof(float) || type == typeof(decimal))
        {
            return RealNumber(text) is not null ? null
                : double.TryParse(text, Real, CultureInfo.InvariantCulture, out _) ? "a finite number, such as 0.001"
                : "a number with a decimal point, such as 0.001";
        }

        if (type.IsEnum)
        {
            var names = Enum.GetNames(type);
            return names.Contains(text, StringComparer.OrdinalIgnoreCase) ? null : $"one of {string.Join(", ", names).ToLowerInvariant()}";
        }

        return type == typeof(bool) && !bool.TryParse(text, out _) ? "true or false" : null;
    }

    private static string? WholeNumber(string text, long most)
    {
        const string Form = "a whole number without separators, such as 100";
        if (Int128.TryParse(text, Whole, CultureInfo.InvariantCulture, out var number))
        {
            return number > most ? $"a whole number of at most {most}" : number < -most ? $"a whole number of at least {-most}" : null;
        }

        // A number with more digits than the largest type has.
        return text.Length > 30 && text.TrimStart('-', '+').All(char.IsAsciiDigit) ? $"a whole number of at most {most}" : Form;
    }
}
