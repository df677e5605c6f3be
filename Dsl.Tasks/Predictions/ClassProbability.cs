namespace SerpentDsl.Tasks.Predictions;

/// <summary>A class with its probability.</summary>
/// <param name="Label">The name of the class.</param>
/// <param name="Probability">The model's probability of it, 0 to 1.</param>
public readonly record struct ClassProbability(string Label, double Probability);
