namespace SerpentDsl.Tasks.Batches;

/// <summary>Cuts a split into batches of rows of about one length; every row occurs once, the last batch may be smaller.</summary>
public static class EvaluationBatches
{
    /// <summary>The batches, each as its rows' indices.</summary>
    /// <param name="lengths">Tokens of every row of the split.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="rows">How many rows: all, or fewer, taken at even distances.</param>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<int> lengths, int batchSize, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, lengths.Count);
        return
        [
            .. Enumerable.Range(0, rows)
                .Select(i => (int)((long)i * lengths.Count / rows))
                .OrderBy(row => lengths[row])
                .Chunk(batchSize),
        ];
    }
}
