namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A table of models and tasks: one of the paper's, or one that a protocol adds.</summary>
/// <param name="Name">Its number in the paper, or its name in the protocol.</param>
/// <param name="Title">Title of the table.</param>
/// <param name="Columns">The tasks that models are trained on.</param>
/// <param name="Rows">The models, with the figures that the paper prints for them.</param>
/// <param name="Notes">Sentences that explain the printed figures.</param>
internal sealed record ResultTable(
    string Name, string Title, IReadOnlyList<string> Columns, IReadOnlyList<ResultRow> Rows, IReadOnlyList<string> Notes)
{
    /// <summary>Whether the paper prints figures for it.</summary>
    public bool IsPrinted => Rows.Any(row => row.Figures.Count > 0);

    /// <summary>This table with rows that a protocol adds below the paper's.</summary>
    public ResultTable With(IEnumerable<ResultRow> more) => this with { Rows = [.. Rows, .. more] };
}
