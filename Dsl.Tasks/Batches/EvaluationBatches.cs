namespace SerpentDsl.Tasks.Batches;

/// <summary>Cuts a split into batches of rows of similar length; every row occurs once, and the last batch may be smaller.</summary>
public static class EvaluationBatches
{
    /// <summary>The batches, each as its rows' indices.</summary>
    /// <param name="lengths">Number of tokens of every row of the split.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="rows">Number of rows to use: all, or fewer, taken at equal distances.</param>
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
