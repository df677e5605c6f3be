namespace SerpentDsl.Tasks.Batches;

/// <summary>The share of padding among the positions of training batches.</summary>
/// <param name="Shuffled">Share of padding, 0 to 1, when batches are cut from shuffled rows.</param>
/// <param name="Sorted">Share of padding, 0 to 1, in the batches of <see cref="TrainingBatches"/>.</param>
public readonly record struct BatchPadding(double Shuffled, double Sorted)
{
    /// <summary>Measures both shares over the batches of an epoch.</summary>
    /// <param name="lengths">Number of tokens of every row.</param>
    /// <param name="batchSize">Rows per batch; at most as many as there are.</param>
    public static BatchPadding Of(IReadOnlyList<int> lengths, int batchSize)
    {
        int[] rows = [.. Enumerable.Range(0, lengths.Count)];
        new Xoshiro256(1).Shuffle(rows.AsSpan());
        return new BatchPadding(
            ShareOf(rows.Chunk(batchSize), lengths),
            ShareOf(new TrainingBatches(lengths, batchSize, seed: 1).Epoch(1), lengths));
    }

    private static double ShareOf(IEnumerable<int[]> batches, IReadOnlyList<int> lengths)
    {
        (long positions, long tokens) = (0, 0);
        foreach (var batch in batches)
        {
            positions += batch.Max(row => lengths[row]) * (long)batch.Length;
            tokens += batch.Sum(row => (long)lengths[row]);
        }

        return 1 - ((double)tokens / positions);
    }
}
