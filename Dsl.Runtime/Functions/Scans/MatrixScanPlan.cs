namespace SerpentDsl.Functions;

/// <summary>
/// How <see cref="MatrixScan"/> runs on torch operators. A walk takes one operator call per position and N² operations per state; a scan
/// over chunks takes about √(8·length) calls, but multiplies the matrices of a chunk with each other, N³ operations per position.
/// </summary>
internal static class MatrixScanPlan
{
    /// <summary>Operations that take about as long as the call of an operator.</summary>
    private const double Call = 50_000;

    /// <summary>The number of chunks and their length.</summary>
    /// <param name="length">Positions.</param>
    /// <param name="walks">Recurrences that do not depend on each other.</param>
    /// <param name="size">N: numbers of a state.</param>
    /// <returns>Their product is at least <paramref name="length"/>; one chunk: the walk is cheaper.</returns>
    public static (long Chunks, long ChunkLength) Of(long length, long walks, long size)
    {
        var chunkLength = (long)Math.Ceiling(Math.Sqrt(length / 2.0));
        var chunks = (length + chunkLength - 1) / chunkLength;
        double square = (double)size * size, work = 2.0 * walks * length * square;
        var walk = (length * Call) + work;
        var scan = (((2 * chunkLength) + chunks) * Call) + (work * (size + 2));
        return length < 8 || walk <= scan ? (1, length) : (chunks, chunkLength);
    }
}
