namespace SerpentDsl.Tasks;

/// <summary>
/// Counts what <see cref="LanguageBaselines"/> needs, in one pass over each stream: first the stream on which losses are measured, then the
/// training stream.
/// </summary>
/// <param name="vocabulary">Number of ids.</param>
internal sealed class PairCounter(int vocabulary)
{
    /// <summary>Weight of the bigram model if the previous token occurs in training; the unigram model has the rest.</summary>
    private const double BigramWeight = 0.5;

    private readonly Dictionary<long, (long Measured, long Learned)> _pairs = [];
    private readonly long[] _counts = new long[vocabulary];
    private readonly long[] _contexts = new long[vocabulary];
    private int _lastMeasured = -1;
    private int _lastLearned = -1;
    private long _measured;
    private long _learned;

    /// <summary>Counts the next tokens of the stream on which losses are measured.</summary>
    public void Measure(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            Require(token);
            if (_lastMeasured >= 0)
            {
                var key = Key(_lastMeasured, token);
                _pairs[key] = (_pairs.GetValueOrDefault(key).Measured + 1, 0);
            }

            _lastMeasured = token;
        }

        _measured += tokens.Length;
    }

    /// <summary>Counts the next tokens of the training stream; call it only after all calls of <see cref="Measure"/>.</summary>
    public void Learn(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            Require(token);
            _counts[token]++;
            if (_lastLearned >= 0)
            {
                _contexts[_lastLearned]++;
                var key = Key(_lastLearned, token);
                if (_pairs.TryGetValue(key, out var pair))
                {
                    _pairs[key] = pair with { Learned = pair.Learned + 1 };
                }
            }

            _lastLearned = token;
        }

        _learned += tokens.Length;
    }

    /// <summary>Computes the losses of both models.</summary>
    /// <exception cref="ArgumentException">A stream had fewer than two tokens.</exception>
    public IReadOnlyList<LanguageBaseline> Finish()
    {
        if (_learned < 2 || _measured < 2)
        {
            throw new ArgumentException(
                $"Baselines need two tokens to learn from and two to be measured on; there are {_learned} and {_measured}.");
        }

        double unigram = 0;
        double bigram = 0;

        // In key order, so that the sums do not depend on the order in which pairs were found.
        foreach ((var key, (var weight, var seen)) in _pairs.OrderBy(pair => pair.Key))
        {
            var alone = (_counts[(int)key] + 1.0) / (_learned + vocabulary);
            var context = _contexts[(int)(key >> 32)];
            var together = context == 0 ? alone : (BigramWeight * seen / context) + ((1 - BigramWeight) * alone);
            unigram -= weight * Math.Log(alone);
            bigram -= weight * Math.Log(together);
        }

        var targets = _measured - 1;
        return [new LanguageBaseline("unigram", unigram / targets), new LanguageBaseline("bigram", bigram / targets)];
    }

    private static long Key(int before, int token) => ((long)before << 32) | (uint)token;

    private void Require(int token)
    {
        if ((uint)token >= (uint)vocabulary)
        {
            throw new ArgumentException($"The stream holds the id {token}; ids of this vocabulary are 0 … {vocabulary - 1}.");
        }
    }
}
