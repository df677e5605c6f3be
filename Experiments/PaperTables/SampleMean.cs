namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A mean with its standard error.</summary>
/// <param name="Value">The mean.</param>
/// <param name="StandardError">Of the mean; null if it cannot be told.</param>
/// <param name="Count">How many values.</param>
internal sealed record SampleMean(double Value, double? StandardError, int Count)
{
    /// <summary>The mean of repetitions, such as seeds; null of none.</summary>
    public static SampleMean? Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var mean = values.Average();
        return new SampleMean(
            mean,
            values.Count == 1 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count),
            values.Count);
    }

    /// <summary>
    /// The mean of shares of right rows: over seeds the error of their mean; of one seed that of drawing so many rows, √(p (1 − p) / rows).
    /// </summary>
    public static SampleMean? OfShares(IReadOnlyCollection<(double Share, int Rows)> seeds) =>
        seeds.Count == 1 && seeds.First() is var (share, rows)
            ? new SampleMean(share, Math.Sqrt(share * (1 - share) / rows), 1)
            : Of([.. seeds.Select(seed => seed.Share)]);
}
