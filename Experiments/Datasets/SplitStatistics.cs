namespace SerpentDsl.Experiments.Datasets;

/// <summary>What a split of a task is like.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Rows, or tokens of running text.</param>
/// <param name="Cells">What is known of it, for people, under the task's headings.</param>
internal sealed record SplitStatistics(string Name, long Rows, IReadOnlyList<string> Cells);
