using System.Globalization;

namespace SerpentDsl.Tasks;

/// <summary>Collects the names of classes.</summary>
internal static class LabelNames
{
    /// <summary>More classes than this are likely another column than the label.</summary>
    private const int ManyClasses = 1000;

    /// <summary>The names in the order of their numbers: whole numbers by value, else by their characters.</summary>
    /// <exception cref="TaskDataException">There is one class only, or one that the training split lacks.</exception>
    public static IReadOnlyList<string> Of(string source, IReadOnlyList<string> train, IEnumerable<string> others)
    {
        string[] names = [.. train.Distinct(StringComparer.Ordinal)];
        if (names.Length < 2)
        {
            throw new TaskDataException($"All {train.Count:N0} training rows of {source} have the label '{names[0]}', so that there is "
                + "nothing to tell apart. Give rows of two classes or more.");
        }

        var unknown = others.FirstOrDefault(label => !names.Contains(label, StringComparer.Ordinal));
        return unknown is not null
            ? throw Unknown(source, unknown, names)
            : names.All(name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                ? [.. names.OrderBy(name => long.Parse(name, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
                : [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>Refuses a column with nearly as many labels as rows, before rows of each class are held out.</summary>
    /// <exception cref="TaskDataException">It is likely another column than the label.</exception>
    public static void RequireFew(string source, IReadOnlyList<string> labels)
    {
        string[] names = [.. labels.Distinct(StringComparer.Ordinal)];
        if (names.Length > ManyClasses && names.Length > labels.Count / 2)
        {
            throw new TaskDataException($"{source} has {names.Length:N0} labels in {labels.Count:N0} rows, such as '{names[0]}' and "
                + $"'{names[1]}'. Name the column that holds the class; numbers to be predicted are a regression.");
        }
    }

    /// <summary>The exception for a label that the training split has not.</summary>
    public static TaskDataException Unknown(string source, string label, IEnumerable<string> known) => new(
        $"The label '{label}' occurs in {source}, but in no training row; those have {string.Join(", ", known.Take(10).Select(
            name => $"'{name}'"))}. Correct it, or give training rows with it.");
}
