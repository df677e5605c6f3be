namespace SerpentDsl.Tasks;

/// <summary>Count-based language models that a trained one has to beat: fitted on one stream, measured on another.</summary>
public static class LanguageBaselines
{
    private const int ChunkTokens = 1 << 16;

    /// <summary>Weight of the bigram against the unigram where the word before was seen.</summary>
    private const double BigramWeight = 0.5;

    /// <summary>
    /// The unigram with one added to every count, and the bigram with half its weight on the unigram. Memory grows with the
    /// vocabulary and with the validation stream, not with the training stream.
    /// </summary>
    /// <param name="train">What is counted.</param>
    /// <param name="validation">What the loss is measured on: every token but the first, for both models.</param>
    /// <param name="vocabulary">Number of ids.</param>
    /// <param name="cancellation">Stops the counting.</param>
    /// <exception cref="ArgumentException">A stream has fewer than two tokens, or an id outside the vocabulary.</exception>
    public static IReadOnlyList<LanguageBaseline> Of(TokenStream train, TokenStream validation, int vocabulary, CancellationToken cancellation = default)
    {
        if (train.Count < 2 || validation.Count < 2)
        {
            throw new ArgumentException($"Baselines need two tokens to learn from and two to be measured on; there are {train.Count} and {validation.Count}.");
        }

        var measured = new Dictionary<long, (long Validation, long Train)>();
        Scan(validation, vocabulary, cancellation, (before, token) =>
        {
            long key = ((long)before << 32) | (uint)token;
            measured[key] = (measured.GetValueOrDefault(key).Validation + 1, 0);
        });

        var counts = new long[vocabulary];
        var contexts = new long[vocabulary];
        counts[train[0]]++;
        Scan(train, vocabulary, cancellation, (before, token) =>
        {
            counts[token]++;
            contexts[before]++;
            long key = ((long)before << 32) | (uint)token;
            if (measured.TryGetValue(key, out (long Validation, long Train) pair))
            {
                measured[key] = pair with { Train = pair.Train + 1 };
            }
        });

        double unigram = 0;
        double bigram = 0;

        // In key order, so that the sums are the same to the bit wherever the pairs were met first.
        foreach ((long key, (long weight, long seen)) in measured.OrderBy(pair => pair.Key))
        {
            double alone = (counts[(int)key] + 1.0) / (train.Count + vocabulary);
            long context = contexts[(int)(key >> 32)];
            double together = context == 0 ? alone : (BigramWeight * seen / context) + ((1 - BigramWeight) * alone);
            unigram -= weight * Math.Log(alone);
            bigram -= weight * Math.Log(together);
        }

        long targets = validation.Count - 1;
        return [new LanguageBaseline("unigram", unigram / targets), new LanguageBaseline("bigram", bigram / targets)];
    }

    private static void Scan(TokenStream stream, int vocabulary, CancellationToken cancellation, Action<int, int> visit)
    {
        var chunk = new int[ChunkTokens];
        int before = -1;
        for (long start = 0; start < stream.Count; start += ChunkTokens)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<int> tokens = chunk.AsSpan(0, (int)Math.Min(ChunkTokens, stream.Count - start));
            stream.Read(start, tokens);
            foreach (int token in tokens)
            {
                if ((uint)token >= (uint)vocabulary)
                {
                    throw new ArgumentException($"The stream holds the id {token}; ids of this vocabulary are 0 … {vocabulary - 1}.");
                }

                if (before >= 0)
                {
                    visit(before, token);
                }

                before = token;
            }
        }
    }
}
