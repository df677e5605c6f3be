namespace SerpentDsl.Tasks;

/// <summary>The splits of a task.</summary>
/// <param name="Train">The training split.</param>
/// <param name="Validation">The validation split.</param>
/// <param name="Test">The test split.</param>
/// <param name="Baselines">What trivial classifiers reach on the validation split, for the runner to print beside a model's
/// accuracy.</param>
/// <param name="Source">Where the rows are from, in a few words; a run records it.</param>
public sealed record SequenceSplits(
    IReadOnlyList<SequenceExample> Train,
    IReadOnlyList<SequenceExample> Validation,
    IReadOnlyList<SequenceExample> Test,
    IReadOnlyList<TaskBaseline> Baselines,
    string Source)
{
    /// <summary>Encodes text as the rows are encoded; null for a task without text.</summary>
    public ISequenceEncoder? Encoder { get; init; }

    /// <summary>Names of the classes in the order of their numbers; null: the numbers themselves.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How many rows are cut to the greatest length; null: none, or it is not known.</summary>
    public CutRows? Cut { get; init; }
}
