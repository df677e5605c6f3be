namespace SerpentDsl.Experiments.Datasets;

/// <summary>Statistics of one split of a task.</summary>
/// <param name="Name">Name of the split.</param>
/// <param name="Rows">Number of rows, or of tokens of running text.</param>
/// <param name="Cells">The statistics as text, one for each of the task's headings.</param>
internal sealed record SplitStatistics(string Name, long Rows, IReadOnlyList<string> Cells);
