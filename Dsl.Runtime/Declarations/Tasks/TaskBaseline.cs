namespace SerpentDsl.Tasks;

/// <summary>A trivial classifier and what it reaches on the validation split.</summary>
/// <param name="Name">What it does, such as "root operator only".</param>
/// <param name="Accuracy">Share of right answers, 0 … 1.</param>
public sealed record TaskBaseline(string Name, double Accuracy);
