using System.Globalization;
using System.Text;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Weights;

/// <summary>
/// The weights ledger of an architecture: a text that lists the tensors of its checkpoints, read by the generator.
/// <c>docs/guide/weights.md</c> describes the format.
/// </summary>
internal static class WeightsLedger
{
    /// <summary>File name extension of ledgers.</summary>
    public const string Extension = ".weights";

    private const string Blocks = "blocks.";

    /// <summary>The line that names the architecture.</summary>
    public static string HeadOf(ArchitectureSpec spec) => $"architecture {spec.FullName}";

    /// <summary>The text of an architecture's current ledger.</summary>
    public static string Write(ArchitectureSpec spec)
    {
        (string Name, string Form)[] lines = [.. Group(spec.Weights)];
        var width = lines.Max(line => line.Name.Length);
        var text = new StringBuilder();
        text.Append("# What checkpoints of ").Append(spec.Name).Append(
            " hold. A change that older ones would not load with is an error.\n");
        text.Append(HeadOf(spec)).Append('\n');
        foreach (var (name, form) in lines)
        {
            text.Append(name.PadRight(width)).Append("  ").Append(form).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The lines in order; tensors that differ only in the number of their block share a line.</summary>
    private static IEnumerable<(string Name, string Form)> Group(IEnumerable<WeightSpec> weights)
    {
        var groups = weights.GroupBy(weight => (Name: WithoutNumber(weight.Name, out _), Form: FormOf(weight)));
        foreach (var group in groups)
        {
            long[] numbers = [.. group.Select(weight => NumberOf(weight.Name)).OfType<long>()];
            yield return numbers.Length == 0
                ? (group.Key.Name, group.Key.Form)
                : (group.Key.Name.Replace("*", RangeOf(numbers), StringComparison.Ordinal), group.Key.Form);
        }
    }

    private static string RangeOf(long[] numbers)
    {
        var first = numbers[0].ToString(CultureInfo.InvariantCulture);
        return numbers.Length == 1 ? first : first + "-" + numbers[^1].ToString(CultureInfo.InvariantCulture);
    }

    private static string FormOf(WeightSpec weight) => $"{weight.Type} [{string.Join(", ", weight.Shape)}]";

    private static long? NumberOf(string name)
    {
        _ = WithoutNumber(name, out var number);
        return number;
    }

    private static string WithoutNumber(string name, out long? number)
    {
        number = null;
        if (!name.StartsWith(Blocks, StringComparison.Ordinal) || name.IndexOf('.', Blocks.Length) is not (> 0 and var end))
        {
            return name;
        }

        number = long.Parse(name.AsSpan(Blocks.Length, end - Blocks.Length), NumberStyles.None, CultureInfo.InvariantCulture);
        return $"{Blocks}*{name[end..]}";
    }
}
