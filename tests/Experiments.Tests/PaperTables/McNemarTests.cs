using SerpentDsl.Experiments.PaperTables;

namespace SerpentDsl.Experiments.Tests.PaperTables;

public sealed class McNemarTests
{
    /// <summary>The two examples of Fagerland, Lydersen, Laake: The McNemar test for binary matched-pairs data (2013), table 3.</summary>
    [Theory]
    [InlineData(1, 7, 0.070, 0.039)]
    [InlineData(6, 16, 0.052, 0.035)]
    public void Gives_published_values(int first, int second, double exact, double midP)
    {
        Assert.Equal(exact, Math.Round(McNemar.Exact(first, second), 3));
        Assert.Equal(midP, Math.Round(McNemar.MidP(first, second), 3));
        Assert.Equal(McNemar.MidP(first, second), McNemar.MidP(second, first), 12);
    }

    [Fact]
    public void Equals_the_sum_over_a_fair_coins_throws()
    {
        for (var first = 0; first <= 12; first++)
        {
            for (var second = 0; second <= 12; second++)
            {
                var throws = first + second;
                double Probability(int k) =>
                    Enumerable.Range(1, k).Aggregate(1.0, (product, i) => product * (throws - k + i) / i) / Math.Pow(2, throws);
                var upTo = Enumerable.Range(0, Math.Min(first, second) + 1).Sum(Probability);
                Assert.Equal(Math.Min(1, 2 * upTo), McNemar.Exact(first, second), 1e-12);
                Assert.Equal(
                    first == second ? 1 : Math.Min(1, (2 * upTo) - Probability(Math.Min(first, second))),
                    McNemar.MidP(first, second),
                    1e-12);
            }
        }
    }

    [Fact]
    public void Large_counts_agree_with_the_normal_law()
    {
        // 5,100 against 4,900: z = 2, two-sided 0.0455.
        Assert.Equal(0.0455, McNemar.MidP(5_100, 4_900), 3);
        Assert.Equal(1, McNemar.MidP(20_000, 20_000), 9);
        Assert.Equal(1, McNemar.MidP(0, 0));
        Assert.InRange(McNemar.MidP(0, 3_000), 0, 1e-300);
    }
}
