namespace SerpentDsl.Tasks;

/// <summary>A row of a classifier before it is encoded.</summary>
/// <param name="Text">The text, or the first of two.</param>
/// <param name="Second">The second text; null where a row has one.</param>
/// <param name="Label">The name of its class.</param>
/// <param name="Split">Number of the split that a column names; 0 without such a column.</param>
internal readonly record struct LabelledText(string Text, string? Second, string Label, int Split);
