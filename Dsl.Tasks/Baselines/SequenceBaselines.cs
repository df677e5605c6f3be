namespace SerpentDsl.Tasks;

/// <summary>Trivial classifiers that a model has to beat: fitted on one split, measured on another.</summary>
public static class SequenceBaselines
{
    /// <summary>Always answers the commonest class.</summary>
    /// <param name="train">What the class is counted on.</param>
    /// <param name="validation">What the accuracy is measured on.</param>
    public static TaskBaseline CommonestClass(IReadOnlyList<SequenceExample> train, IReadOnlyList<SequenceExample> validation) =>
        FittedBaseline.Measure("commonest class", train, validation, static _ => 0, static example => example.Label);

    /// <summary>Answers the commonest class of the sequences that start with the same token; for a token it has not seen, of all.</summary>
    /// <param name="name">What the first token means in the task, such as "root operator only".</param>
    /// <param name="train">What the classes are counted on.</param>
    /// <param name="validation">What the accuracy is measured on.</param>
    public static TaskBaseline FirstToken(string name, IReadOnlyList<SequenceExample> train, IReadOnlyList<SequenceExample> validation) =>
        FittedBaseline.Measure(
            name, train, validation, static example => example.Tokens.IsEmpty ? -1 : example.Tokens.Span[0], static example => example.Label);
}
