using MathNet.Numerics.Distributions;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A mean with its standard error.</summary>
/// <param name="Value">The mean.</param>
/// <param name="StandardError">Standard error of the mean; null if unknown.</param>
/// <param name="Count">Number of values.</param>
internal sealed record SampleMean(double Value, double? StandardError, int Count)
{
    private const double UpperTail = 0.975;

    /// <summary>
    /// Half the width of the 95 % interval: by Student's t over repetitions, by the normal distribution for the rows of a single one. Null
    /// if unknown.
    /// </summary>
    public double? HalfWidth => StandardError * (Count > 1
        ? StudentT.InvCDF(location: 0, scale: 1, freedom: Count - 1, p: UpperTail)
        : Normal.InvCDF(mean: 0, stddev: 1, UpperTail));

    /// <summary>The mean of repetitions, such as seeds; null without values.</summary>
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
    /// The mean of accuracies. The standard error is that of the mean over the seeds; for a single seed the binomial one of its rows,
    /// √(p (1 − p) / rows).
    /// </summary>
    public static SampleMean? OfShares(IReadOnlyCollection<(double Share, int Rows)> seeds) =>
        seeds.Count == 1 && seeds.First() is var (share, rows)
            ? new SampleMean(share, Math.Sqrt(share * (1 - share) / rows), 1)
            : Of([.. seeds.Select(seed => seed.Share)]);
}
