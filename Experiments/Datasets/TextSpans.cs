namespace SerpentDsl.Experiments.Datasets;

/// <summary>Cuts running text so that every prediction counts exactly once.</summary>
internal static class TextSpans
{
    /// <summary>Spans side by side; the last one may be shorter.</summary>
    /// <param name="predictions">Tokens of the text but the first.</param>
    /// <param name="length">Predictions of a span.</param>
    public static IEnumerable<TextSpan> SideBySide(long predictions, int length) => Sliding(predictions, length, length);

    /// <summary>
    /// Windows that move by a stride: the first counts whole, of every other one the predictions that the one before did not reach.
    /// </summary>
    /// <param name="predictions">Tokens of the text but the first.</param>
    /// <param name="window">Predictions of a window.</param>
    /// <param name="stride">How far it moves, 1 … <paramref name="window"/>.</param>
    public static IEnumerable<TextSpan> Sliding(long predictions, int window, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, window);
        for (long scored = 0; scored < predictions;)
        {
            var end = Math.Min(predictions, scored + (scored == 0 ? window : stride));

            // The last window begins where all others do, so that its tokens have no less context.
            var start = scored == 0 ? 0 : scored + stride - window;
            yield return new TextSpan(start, (int)(end - start), (int)(end - scored));
            scored = end;
        }
    }
}
