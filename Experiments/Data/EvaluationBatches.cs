using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Data;

/// <summary>Cuts a split into batches of rows of about one length; every row occurs once, the last batch may be smaller.</summary>
internal static class EvaluationBatches
{
    /// <summary>The batches, each as its rows' indices.</summary>
    /// <param name="examples">The split.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="rows">How many rows: all, or fewer, taken at even distances.</param>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<SequenceExample> examples, int batchSize, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, examples.Count);
        return
        [
            .. Enumerable.Range(0, rows)
                .Select(i => (int)((long)i * examples.Count / rows))
                .OrderBy(row => examples[row].Tokens.Length)
                .Chunk(batchSize),
        ];
    }
}
