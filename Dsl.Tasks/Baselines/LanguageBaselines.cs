namespace SerpentDsl.Tasks;

/// <summary>Count-based language models that a trained one has to beat: fitted on one stream, measured on another.</summary>
public static class LanguageBaselines
{
    private const int ChunkTokens = 1 << 16;

    /// <summary>
    /// The unigram model with one added to every count, and the equal mixture of bigram and unigram model. Memory grows with the vocabulary
    /// and with the validation stream, not with the training stream.
    /// </summary>
    /// <param name="train">The tokens that are counted.</param>
    /// <param name="validation">The tokens on which the loss is measured: all except the first, for both models.</param>
    /// <param name="vocabulary">Number of ids.</param>
    /// <param name="cancellation">Stops the counting.</param>
    /// <exception cref="ArgumentException">A stream has fewer than two tokens, or an id outside the vocabulary.</exception>
    public static IReadOnlyList<LanguageBaseline> Of(
        TokenStream train, TokenStream validation, int vocabulary, CancellationToken cancellation = default)
    {
        var counter = new PairCounter(vocabulary);
        Scan(validation, counter.Measure, cancellation);
        Scan(train, counter.Learn, cancellation);
        return counter.Finish();
    }

    private static void Scan(TokenStream stream, Action<ReadOnlySpan<int>> visit, CancellationToken cancellation)
    {
        var chunk = new int[ChunkTokens];
        for (long start = 0; start < stream.Count; start += ChunkTokens)
        {
            cancellation.ThrowIfCancellationRequested();
            var tokens = chunk.AsSpan(0, (int)Math.Min(ChunkTokens, stream.Count - start));
            stream.Read(start, tokens);
            visit(tokens);
        }
    }
}
