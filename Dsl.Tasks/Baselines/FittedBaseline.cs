namespace SerpentDsl.Tasks;

/// <summary>
/// A classifier that answers, for each value of one feature, the most frequent class among the training rows with that value.
/// </summary>
internal static class FittedBaseline
{
    /// <param name="name">A readable name of the feature.</param>
    /// <param name="train">The rows in which classes are counted.</param>
    /// <param name="validation">The rows on which the accuracy is measured.</param>
    /// <param name="feature">The feature of a row; for a value that no training row has, the answer is the most frequent class of
    /// all.</param>
    /// <param name="label">The class of a row.</param>
    public static TaskBaseline Measure<T>(
        string name, IReadOnlyList<T> train, IReadOnlyList<T> validation, Func<T, int> feature, Func<T, int> label)
    {
        RequireRows(name, train.Count, validation.Count);
        var fallback = Commonest(train, label);
        var answers = train.GroupBy(feature).ToDictionary(group => group.Key, group => Commonest(group, label));
        var right = validation.Count(example => answers.GetValueOrDefault(feature(example), fallback) == label(example));
        return new TaskBaseline(name, (double)right / validation.Count);
    }

    /// <exception cref="ArgumentException">There are no training rows or no validation rows.</exception>
    public static void RequireRows(string name, int train, int validation)
    {
        if (train == 0 || validation == 0)
        {
            throw new ArgumentException(
                $"The baseline '{name}' needs rows to learn from and rows to be measured on; there are {train} and {validation}.");
        }
    }

    /// <summary>The most frequent label; of equally frequent ones the smallest.</summary>
    private static int Commonest<T>(IEnumerable<T> examples, Func<T, int> label) =>
        examples.CountBy(label).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
}
