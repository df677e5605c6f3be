namespace SerpentDsl.Tasks.Batches;

/// <summary>
/// Cuts a training split into batches, differently in every epoch. Rows are shuffled, the shuffled rows are sorted by length within pools
/// of some batches, so that little padding is needed, and the batches are shuffled, except that the one with the longest row comes first:
/// if memory does not suffice, the run fails at once. Rows that do not fill a batch are left out, other rows in every epoch. The order
/// depends only on the seed and the number of the epoch, so that an epoch can be resumed at any step.
/// </summary>
public sealed class TrainingBatches
{
    /// <summary>Batches per pool: enough that the rows of a batch have similar lengths, few enough that batches stay random.</summary>
    private const int PoolBatches = 50;

    private readonly IReadOnlyList<int> _lengths;
    private readonly int _batchSize;
    private readonly ulong _seed;

    /// <param name="lengths">Number of tokens of every row.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="seed">Seed of the order.</param>
    public TrainingBatches(IReadOnlyList<int> lengths, int batchSize, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        if (lengths.Count < batchSize)
        {
            throw new ArgumentException(
                $"A batch of {batchSize:N0} is more than the {lengths.Count:N0} training rows; take a smaller batch.");
        }

        _lengths = lengths;
        _batchSize = batchSize;
        _seed = (ulong)seed;
    }

    /// <summary>Batches per epoch.</summary>
    public int Count => _lengths.Count / _batchSize;

    /// <summary>The batches of one epoch, each as its rows' indices.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    public IReadOnlyList<int[]> Epoch(int epoch)
    {
        var random = new Xoshiro256(_seed, (ulong)epoch);
        int[] rows = [.. Enumerable.Range(0, _lengths.Count)];
        random.Shuffle(rows.AsSpan());
        int[][] batches =
        [
            .. rows.Take(Count * _batchSize)
                .Chunk(PoolBatches * _batchSize)
                .SelectMany(pool => pool.OrderBy(row => _lengths[row]).Chunk(_batchSize)),
        ];
        random.Shuffle(batches.AsSpan());
        var longest = Array.IndexOf(batches, batches.MaxBy(batch => _lengths[batch[^1]]));
        (batches[0], batches[longest]) = (batches[longest], batches[0]);
        return batches;
    }
}
