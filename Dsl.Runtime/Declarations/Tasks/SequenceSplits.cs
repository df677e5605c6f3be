namespace SerpentDsl.Tasks;

/// <summary>The splits of a task.</summary>
/// <param name="Train">What is trained on.</param>
/// <param name="Validation">What models are chosen by.</param>
/// <param name="Test">What is reported.</param>
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
    /// <summary>How text becomes what a model reads; null where a task has no text form.</summary>
    public ISequenceEncoder? Encoder { get; init; }
}
