namespace SerpentDsl.Tasks.Predictions;

/// <summary>Where in a table a model finds what it predicts from. What is not named is found by the training or by the table.</summary>
public sealed record PredictionColumns
{
    /// <summary>
    /// The column of the text, or of the first of two; null: that of the training, else <c>text</c> (of pairs: <c>first</c>), else the only
    /// column that is not kept.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>The column of the second text; null: that of the training, else <c>second</c>.</summary>
    public string? Second { get; init; }

    /// <summary>
    /// The columns of a series' values; null: those of the training, else in the wide form all columns that are not kept, in the long form
    /// those that the model knows by name.
    /// </summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>
    /// The column that names the series of a row; null: that of the training, else the wide form, in which a row is a series.
    /// </summary>
    public string? Series { get; init; }

    /// <summary>The column that orders the rows of a series; null: that of the training, else the order of the file.</summary>
    public string? Time { get; init; }

    /// <summary>The columns that are kept beside the predictions.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Whether all columns are kept, and not those of <see cref="Kept"/> alone.</summary>
    public bool KeepsAll { get; init; }
}
