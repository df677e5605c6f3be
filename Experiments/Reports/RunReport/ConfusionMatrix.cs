namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>Counts of true and predicted classes.</summary>
/// <param name="Split">Name of the split.</param>
/// <param name="Counts">Number of rows by true class, then by predicted class; square.</param>
internal sealed record ConfusionMatrix(string Split, int[][] Counts)
{
    /// <summary>Number of classes.</summary>
    public int Classes => Counts.Length;

    /// <summary>Total number of rows.</summary>
    public int Rows => Counts.Sum(row => row.Sum());

    /// <summary>Share of rows on the diagonal, 0 to 1.</summary>
    public double Accuracy => Rows == 0 ? 0 : (double)Counts.Select((row, label) => row[label]).Sum() / Rows;

    /// <summary>Share of the rows of a class that are predicted correctly; null if the class has no rows.</summary>
    public double? Recall(int label) => Share(Counts[label][label], Counts[label].Sum());

    /// <summary>Share of the predictions of a class that are correct; null if the class was never predicted.</summary>
    public double? Precision(int label) => Share(Counts[label][label], Counts.Sum(row => row[label]));

    /// <summary>Counts pairs of true and predicted class.</summary>
    /// <param name="split">Name of the split.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="pairs">True and predicted class of every row.</param>
    public static ConfusionMatrix Of(string split, int classes, IEnumerable<(int Label, int Predicted)> pairs)
    {
        int[][] counts = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        foreach (var (label, predicted) in pairs)
        {
            counts[label][predicted]++;
        }

        return new ConfusionMatrix(split, counts);
    }

    private static double? Share(int part, int all) => all == 0 ? null : (double)part / all;
}
