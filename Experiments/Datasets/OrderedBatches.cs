namespace SerpentDsl.Experiments.Datasets;

/// <summary>
/// Batches in which each place continues a stream of its own: neighbouring blocks of a text stand in consecutive batches.
/// </summary>
internal static class OrderedBatches
{
    /// <summary>The batches of an epoch, each as its rows' indices. Rows that do not fill a batch are left out.</summary>
    /// <param name="rows">Number of rows, which follow each other in the text.</param>
    /// <param name="batchSize">Number of streams.</param>
    public static IReadOnlyList<int[]> Of(int rows, int batchSize)
    {
        var length = rows / batchSize;
        return [.. Enumerable.Range(0, length).Select(step => Enumerable.Range(0, batchSize).Select(
            stream => (stream * length) + step).ToArray())];
    }
}
