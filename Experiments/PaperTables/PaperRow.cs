namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A model's row of a table of the paper.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Figures">The printed figures, one entry for each column.</param>
internal sealed record PaperRow(string Model, IReadOnlyList<PaperFigures> Figures)
{
    /// <summary>Name of the model that this one is compared with; null for a baseline.</summary>
    public string? Baseline { get; init; }
}
