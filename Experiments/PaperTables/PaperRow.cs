namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A model's row of a table of the paper.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Figures">What is printed, one of every column.</param>
internal sealed record PaperRow(string Model, IReadOnlyList<PaperFigures> Figures)
{
    /// <summary>The model that it is to improve on; null of baselines.</summary>
    public string? Baseline { get; init; }
}
