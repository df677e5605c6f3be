namespace SerpentDsl.Tasks;

/// <summary>The files or folders of the splits.</summary>
/// <param name="Train">Of the training split, or of all rows.</param>
/// <param name="Validation">Of the validation split; null: a part of the rows of <paramref name="Train"/>.</param>
/// <param name="Test">Of the test split; null: a part of the rows of <paramref name="Train"/>.</param>
internal sealed record SplitFiles(string Train, string? Validation, string? Test)
{
    /// <summary>Where the rows are from, for people.</summary>
    public string Description => string.Join(", ", new[] { Train, Validation, Test }.OfType<string>().Distinct());
}
