namespace SerpentDsl.Tasks.Predictions;

/// <summary>What a model answers to a row.</summary>
public sealed record Prediction
{
    /// <summary>All classes, the most probable first; empty for a regression.</summary>
    public IReadOnlyList<ClassProbability> Classes { get; init; } = [];

    /// <summary>The numbers of a regression; empty for a classification.</summary>
    public IReadOnlyList<NamedValue> Values { get; init; } = [];

    /// <summary>Whether the row was longer than the model's sequences, so that its end was not read.</summary>
    public bool IsCut { get; init; }

    /// <summary>The most probable class; null for a regression.</summary>
    public string? Label => Classes.Count > 0 ? Classes[0].Label : null;

    /// <summary>The probability of <see cref="Label"/>; null for a regression.</summary>
    public double? Probability => Classes.Count > 0 ? Classes[0].Probability : null;
}
