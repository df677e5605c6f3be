namespace SerpentDsl.Experiments.Datasets;

/// <summary>Number of rows in each split of a task.</summary>
internal sealed record SplitRows(int Train, int Validation, int Test);
