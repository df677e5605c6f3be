using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Experiments.Runs;

/// <summary>The columns of the table that a run's task read, which <c>predict</c> looks for in other tables.</summary>
/// <param name="Text">The column of the text, or of the first of two.</param>
/// <param name="Second">The column of the second text.</param>
/// <param name="Values">The columns of a series' values.</param>
/// <param name="Series">The column that names the series of a row.</param>
/// <param name="Time">The column that orders the rows of a series.</param>
internal sealed record RunColumns(string? Text, string? Second, IReadOnlyList<string>? Values, string? Series, string? Time)
{
    public static RunColumns Of(PredictionColumns columns) =>
        new(columns.Text, columns.Second, columns.Values, columns.Series, columns.Time);
}
