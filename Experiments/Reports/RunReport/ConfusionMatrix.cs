namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>Counts of true and predicted classes.</summary>
/// <param name="Split">The rows' split.</param>
/// <param name="Counts">Rows by true class, then by predicted one; square.</param>
internal sealed record ConfusionMatrix(string Split, int[][] Counts)
{
    /// <summary>Number of classes.</summary>
    public int Classes => Counts.Length;

    /// <summary>Rows counted.</summary>
    public int Rows => Counts.Sum(row => row.Sum());

    /// <summary>Share of rows on the diagonal.</summary>
    public double Accuracy => Rows == 0 ? 0 : (double)Counts.Select((row, label) => row[label]).Sum() / Rows;

    /// <summary>Share of a class's rows that were taken for it; null where it has none.</summary>
    public double? Recall(int label) => Share(Counts[label][label], Counts[label].Sum());

    /// <summary>Share of the rows taken for a class that are of it; null where there are none.</summary>
    public double? Precision(int label) => Share(Counts[label][label], Counts.Sum(row => row[label]));

    /// <summary>Counts pairs.</summary>
    /// <param name="split">The rows' split.</param>
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
