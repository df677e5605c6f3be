namespace SerpentDsl.Tasks.Predictions;

/// <summary>A number that a regression answers.</summary>
/// <param name="Name">What it is, such as the heading of its column.</param>
/// <param name="Value">The number, in the units of the training data.</param>
public readonly record struct NamedValue(string Name, double Value);
