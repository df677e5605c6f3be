using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>What trivial models reach on series.</summary>
internal static class SeriesBaselines
{
    /// <summary>Always answers the mean of each number over the training split.</summary>
    public static Baseline MeanOfTargets(SeriesSplits splits)
    {
        // Of the training rows themselves: a resumed or recalled run may have other scales.
        double[] means =
            [.. splits.Outputs.Select((_, output) => splits.Train.Average(row => (double)row.Targets.Span[output]))];
        var sums = new double[means.Length];
        foreach (var row in splits.Validation)
        {
            for (var output = 0; output < means.Length; output++)
            {
                sums[output] += Math.Pow(row.Targets.Span[output] - means[output], 2);
            }
        }

        var errors = sums.Select(sum => sum / splits.Validation.Count).ToArray();
        return new Baseline(
            "mean of the targets",
            Loss: errors.Zip(splits.Outputs, (error, column) => error / (column.Scale * column.Scale)).Average(),
            Rmse: Math.Sqrt(errors.Average()));
    }

    /// <summary>Always answers the commonest class of the training split.</summary>
    public static Baseline CommonestClass(SeriesSplits splits)
    {
        var commonest = splits.Train.CountBy(row => row.Targets.Span[0]).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .First().Key;
        return new Baseline(
            "commonest class",
            Accuracy: (double)splits.Validation.Count(row => row.Targets.Span[0] == commonest) / splits.Validation.Count);
    }
}
