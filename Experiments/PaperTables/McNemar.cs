namespace SerpentDsl.Experiments.PaperTables;

/// <summary>McNemar's test: do two classifiers differ on the same rows? Only rows that exactly one of them gets right matter.</summary>
internal static class McNemar
{
    /// <summary>The exact conditional test: two-sided probability of a split at least as uneven, were both equally good.</summary>
    /// <param name="onlyFirst">Rows that only the first got right.</param>
    /// <param name="onlySecond">Rows that only the second got right.</param>
    public static double Exact(int onlyFirst, int onlySecond) => Math.Min(1, 2 * Tail(onlyFirst, onlySecond).UpTo);

    /// <summary>
    /// The exact test's mid-p value, which counts the observed split half: nearer to the nominal level (Fagerland, Lydersen, Laake 2013).
    /// </summary>
    /// <inheritdoc cref="Exact"/>
    public static double MidP(int onlyFirst, int onlySecond)
    {
        var (upTo, at) = Tail(onlyFirst, onlySecond);
        return onlyFirst == onlySecond ? 1 : Math.Min(1, (2 * upTo) - at);
    }

    /// <summary>
    /// Binomial distribution with p = 1/2 over the discordant rows: probability of the smaller count, and of at most that.
    /// </summary>
    private static (double UpTo, double At) Tail(int first, int second)
    {
        var throws = first + second;
        var rarer = Math.Min(first, second);
        double upTo = 0;
        double at = 0;

        // Logarithm of throws over k by 2^throws, from one k to the next.
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
