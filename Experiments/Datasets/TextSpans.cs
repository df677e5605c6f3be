namespace SerpentDsl.Experiments.Datasets;

/// <summary>Cuts running text so that every prediction counts exactly once.</summary>
internal static class TextSpans
{
    /// <summary>Cuts into spans that do not overlap; the last one may be shorter.</summary>
    /// <param name="predictions">Number of tokens of the text, less the first.</param>
    /// <param name="length">Predictions per span.</param>
    public static IEnumerable<TextSpan> SideBySide(long predictions, int length) => Sliding(predictions, length, length);

    /// <summary>
    /// Cuts into windows that move by a stride. In the first window all predictions count, in a later one those after the previous window's
    /// end.
    /// </summary>
    /// <param name="predictions">Number of tokens of the text, less the first.</param>
    /// <param name="window">Predictions per window.</param>
    /// <param name="stride">Distance between the starts of two windows, 1 … <paramref name="window"/>.</param>
    public static IEnumerable<TextSpan> Sliding(long predictions, int window, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, window);
        for (long scored = 0; scored < predictions;)
        {
            var end = Math.Min(predictions, scored + (scored == 0 ? window : stride));

            // The last window is shorter, but begins at the same distance as the others, so that its tokens have as much context.
            var start = scored == 0 ? 0 : scored + stride - window;
            yield return new TextSpan(start, (int)(end - start), (int)(end - scored));
            scored = end;
        }
    }
}
