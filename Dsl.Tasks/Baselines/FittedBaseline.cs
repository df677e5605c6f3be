namespace SerpentDsl.Tasks;

/// <summary>A classifier that answers, for each value of one feature, the commonest class of the rows it was fitted on.</summary>
internal static class FittedBaseline
{
    /// <param name="name">What the feature is, for people.</param>
    /// <param name="train">What the classes are counted on.</param>
    /// <param name="validation">What the accuracy is measured on.</param>
    /// <param name="feature">What is known of a row; for a value never seen, the commonest class of all is answered.</param>
    /// <param name="label">The class of a row.</param>
    public static TaskBaseline Measure<T>(string name, IReadOnlyList<T> train, IReadOnlyList<T> validation, Func<T, int> feature, Func<T, int> label)
    {
        RequireRows(name, train.Count, validation.Count);
        var fallback = Commonest(train, label);
        var answers = train.GroupBy(feature).ToDictionary(group => group.Key, group => Commonest(group, label));
        var right = validation.Count(example => answers.GetValueOrDefault(feature(example), fallback) == label(example));
        return new TaskBaseline(name, (double)right / validation.Count);
    }

    /// <exception cref="ArgumentException">There are no rows to learn from, or none to be measured on.</exception>
    public static void RequireRows(string name, int train, int validation)
    {
        if (train == 0 || validation == 0)
        {
            throw new ArgumentException($"The baseline '{name}' needs rows to learn from and rows to be measured on; there are {train} and {validation}.");
        }
    }

    /// <summary>The commonest label; of equally common ones the smallest.</summary>
    private static int Commonest<T>(IEnumerable<T> examples, Func<T, int> label) =>
        examples.CountBy(label).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
}
