namespace SerpentDsl.Tasks;

/// <summary>Trivial classifiers that a model has to beat: fitted on one split, measured on another.</summary>
public static class SequenceBaselines
{
    /// <summary>Always answers the most frequent class.</summary>
    /// <param name="train">The rows in which classes are counted.</param>
    /// <param name="validation">The rows on which the accuracy is measured.</param>
    public static TaskBaseline CommonestClass(IReadOnlyList<SequenceExample> train, IReadOnlyList<SequenceExample> validation) =>
        FittedBaseline.Measure("commonest class", train, validation, static _ => 0, static example => example.Label);

    /// <summary>
    /// Answers the most frequent class of the sequences that start with the same token; for a token it has not seen, of all.
    /// </summary>
    /// <param name="name">What the first token means in the task, such as "root operator only".</param>
    /// <param name="train">The rows in which classes are counted.</param>
    /// <param name="validation">The rows on which the accuracy is measured.</param>
    public static TaskBaseline FirstToken(string name, IReadOnlyList<SequenceExample> train, IReadOnlyList<SequenceExample> validation) =>
        FittedBaseline.Measure(
            name,
            train,
            validation,
            static example => example.Tokens.IsEmpty ? -1 : example.Tokens.Span[0],
            static example => example.Label);
}
