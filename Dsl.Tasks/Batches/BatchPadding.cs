namespace SerpentDsl.Tasks.Batches;

/// <summary>How much of the positions of training batches is padding.</summary>
/// <param name="Shuffled">Share of it when batches are cut from shuffled rows.</param>
/// <param name="Sorted">Share of it as <see cref="TrainingBatches"/> cuts them.</param>
public readonly record struct BatchPadding(double Shuffled, double Sorted)
{
    /// <summary>Batches of an epoch, cut both ways.</summary>
    /// <param name="lengths">Tokens of every row.</param>
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
