namespace SerpentDsl.Experiments.PaperTables;

/// <summary>
/// McNemar's test of whether two classifiers differ on the same rows. Only the discordant rows matter, which exactly one of the
/// classifiers predicts correctly.
/// </summary>
internal static class McNemar
{
    /// <summary>
    /// The exact conditional test: the two-sided probability of a split of the discordant rows that is at least as uneven, if both
    /// classifiers
    /// are equally good.
    /// </summary>
    /// <param name="onlyFirst">Number of rows that only the first classifier predicts correctly.</param>
    /// <param name="onlySecond">Number of rows that only the second classifier predicts correctly.</param>
    public static double Exact(int onlyFirst, int onlySecond) => Math.Min(1, 2 * Tail(onlyFirst, onlySecond).UpTo);

    /// <summary>
    /// The exact test's mid-p value, which counts the observed split with weight ½ and so is closer to the nominal level (Fagerland,
    /// Lydersen,
    /// Laake 2013).
    /// </summary>
    /// <inheritdoc cref="Exact"/>
    public static double MidP(int onlyFirst, int onlySecond)
    {
        var (upTo, at) = Tail(onlyFirst, onlySecond);
        return onlyFirst == onlySecond ? 1 : Math.Min(1, (2 * upTo) - at);
    }

    /// <summary>
    /// Binomial distribution with p = ½ over the discordant rows: the probability of at most the smaller count (<c>UpTo</c>), and of
    /// exactly
    /// that count (<c>At</c>).
    /// </summary>
    private static (double UpTo, double At) Tail(int first, int second)
    {
        var throws = first + second;
        var rarer = Math.Min(first, second);
        double upTo = 0;
        double at = 0;

        // Logarithm of the binomial probability of k, computed from the one of k − 1.
        var logarithm = -throws * Math.Log(2);
        for (var k = 0; k <= rarer; k++)
        {
            at = Math.Exp(logarithm);
            upTo += at;
            logarithm += Math.Log(throws - k) - Math.Log(k + 1);
        }

        return (upTo, at);
    }
}
