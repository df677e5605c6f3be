namespace SerpentDsl.Tasks;

/// <summary>The splits of a task over series. Baselines need not be given: the runner knows those of numbers and of classes.</summary>
/// <param name="Train">The training split.</param>
/// <param name="Validation">The validation split.</param>
/// <param name="Test">The test split.</param>
/// <param name="Inputs">Name and scale of each number of a position.</param>
/// <param name="Outputs">Name and scale of each number to answer; empty for a classification.</param>
/// <param name="Source">Where the rows are from, in a few words; a run records it.</param>
public sealed record SeriesSplits(
    IReadOnlyList<SeriesExample> Train,
    IReadOnlyList<SeriesExample> Validation,
    IReadOnlyList<SeriesExample> Test,
    IReadOnlyList<SeriesColumn> Inputs,
    IReadOnlyList<SeriesColumn> Outputs,
    string Source)
{
    /// <summary>Names of the classes in the order of their numbers; null: the numbers themselves.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How many rows are cut to the greatest length; null: none.</summary>
    public CutRows? Cut { get; init; }
}
