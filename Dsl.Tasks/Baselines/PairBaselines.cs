namespace SerpentDsl.Tasks;

/// <summary>Trivial classifiers of pairs that a model has to beat: fitted on one split, measured on another.</summary>
public static class PairBaselines
{
    /// <summary>Always answers the most frequent class.</summary>
    /// <param name="train">The rows in which classes are counted.</param>
    /// <param name="validation">The rows on which the accuracy is measured.</param>
    public static TaskBaseline CommonestClass(IReadOnlyList<PairExample> train, IReadOnlyList<PairExample> validation) =>
        FittedBaseline.Measure("commonest class", train, validation, static _ => 0, static example => example.Label);

    /// <summary>
    /// Answers class 1 for pairs whose score is at least a threshold: the one that is right most often on the training split.
    /// </summary>
    /// <param name="name">A readable name of the score, such as "word overlap".</param>
    /// <param name="train">Scores and classes (0 or 1) that the threshold is chosen on.</param>
    /// <param name="validation">Scores and classes that the accuracy is measured on.</param>
    /// <exception cref="ArgumentException">There are no rows, or a score is NaN.</exception>
    public static TaskBaseline Threshold(
        string name,
        IReadOnlyList<(double Score, int Label)> train,
        IReadOnlyList<(double Score, int Label)> validation)
    {
        FittedBaseline.RequireRows(name, train.Count, validation.Count);
        if (train.Concat(validation).Any(row => double.IsNaN(row.Score)))
        {
            throw new ArgumentException($"A score of the baseline '{name}' is NaN.");
        }

        var threshold = BestThreshold(train);
        return new TaskBaseline(name, (double)validation.Count(row => row.Score >= threshold == (row.Label == 1)) / validation.Count);
    }

    /// <summary>
    /// The lowest score that is the best threshold; infinity or a value above all scores when always answering 0 is best.
    /// </summary>
    private static double BestThreshold(IReadOnlyList<(double Score, int Label)> rows)
    {
        // From the highest score down: lowering the threshold to the next score changes the answer for that group of equal scores to 1.
        var right = rows.Count(row => row.Label != 1);
        (int Right, double Threshold) best = (right, double.PositiveInfinity);
        foreach (var equal in rows.GroupBy(row => row.Score).OrderByDescending(group => group.Key))
        {
            right += equal.Sum(row => row.Label == 1 ? 1 : -1);
            if (right >= best.Right)
            {
                best = (right, equal.Key);
            }
        }

        return best.Threshold;
    }
}
