namespace SerpentDsl.Tasks;

/// <summary>What the answers of a model mean: the names of classes, or the numbers of a regression with their scales.</summary>
/// <param name="Classes">Names of the classes in the order of their numbers; null for a regression.</param>
/// <param name="Inputs">For series: what each number of a position is, and how the model sees it; else null.</param>
/// <param name="Outputs">
/// For a regression: what each answered number is. The number in its own units is answer · <see cref="SeriesColumn.Scale"/> +
/// <see cref="SeriesColumn.Mean"/>. Else null.
/// </param>
public sealed record LabelSet(
    IReadOnlyList<string>? Classes = null,
    IReadOnlyList<SeriesColumn>? Inputs = null,
    IReadOnlyList<SeriesColumn>? Outputs = null)
{
    /// <summary>The names of classes; where a task gives none, their numbers.</summary>
    /// <param name="names">The names that the task gives, or null.</param>
    /// <param name="classes">Number of classes.</param>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<string>? names, int classes) =>
        names ?? [.. Enumerable.Range(0, classes).Select(label => $"{label}")];
}
