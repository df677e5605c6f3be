namespace SerpentDsl.Experiments.Datasets;

/// <summary>Rows of the splits of a task.</summary>
internal sealed record SplitRows(int Train, int Validation, int Test);
