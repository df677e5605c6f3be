namespace SerpentDsl.Tasks;

/// <summary>Trivial classifiers that a model has to beat: fitted on one split, measured on another.</summary>
public static class SequenceBaselines
{
    /// <summary>Always answers the commonest class.</summary>
    /// <param name="train">What the class is counted on.</param>
    /// <param name="validation">What the accuracy is measured on.</param>
    public static TaskBaseline CommonestClass(IReadOnlyList<SequenceExample> train, IReadOnlyList<SequenceExample> validation) =>
        Measure("commonest class", train, validation, static _ => 0);

    /// <summary>Answers the commonest class of the sequences that start with the same token; for a token it has not seen, of all.</summary>
    /// <param name="name">What the first token means in the task, such as "root operator only".</param>
    /// <param name="train">What the classes are counted on.</param>
    /// <param name="validation">What the accuracy is measured on.</param>
    public static TaskBaseline FirstToken(string name, IReadOnlyList<SequenceExample> train, IReadOnlyList<SequenceExample> validation) =>
        Measure(name, train, validation, static example => example.Tokens.IsEmpty ? -1 : example.Tokens.Span[0]);

    private static TaskBaseline Measure(
        string name,
        IReadOnlyList<SequenceExample> train,
        IReadOnlyList<SequenceExample> validation,
        Func<SequenceExample, int> feature)
    {
        if (train.Count == 0 || validation.Count == 0)
        {
            throw new ArgumentException(
                $"The baseline '{name}' needs rows to learn from and rows to be measured on; there are {train.Count} and {validation.Count}.");
        }

        int fallback = Commonest(train);
        Dictionary<int, int> answers = train.GroupBy(feature).ToDictionary(group => group.Key, Commonest);
        int right = validation.Count(example => answers.GetValueOrDefault(feature(example), fallback) == example.Label);
        return new TaskBaseline(name, (double)right / validation.Count);
    }

    /// <summary>The commonest label; of equally common ones the smallest.</summary>
    private static int Commonest(IEnumerable<SequenceExample> examples) =>
        examples.CountBy(example => example.Label).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
}
