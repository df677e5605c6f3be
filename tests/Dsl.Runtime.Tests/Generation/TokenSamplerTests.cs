using SerpentDsl.Generation;

namespace SerpentDsl.Runtime.Tests.Generation;

public class TokenSamplerTests
{
    private const int Draws = 20_000;

    [Fact]
    public void Temperature_zero_takes_the_likeliest() =>
        Assert.Equal(1, new TokenSampler(new SamplingOptions { Temperature = 0 }).Draw([0, 2, 2, 1]));

    [Theory]
    [InlineData(0, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(0, float.PositiveInfinity)]
    public void What_is_no_number_is_refused(float first, float second) =>
        Assert.Throws<InvalidOperationException>(() => new TokenSampler(new SamplingOptions()).Draw([first, second]));

    [Fact]
    public void Draws_have_the_frequencies_of_the_softmax() =>
        AssertFrequencies(new SamplingOptions { Temperature = 0.5, TopK = 3 }, [0, 1, 0.5f, -1], [true, true, true, false]);

    [Theory]
    [InlineData(0.5, new[] { false, true, false, false })]
    [InlineData(0.5001, new[] { true, true, false, false })]
    [InlineData(0.75, new[] { true, true, false, false })]
    [InlineData(0.76, new[] { true, true, true, false })]
    [InlineData(0.875, new[] { true, true, true, false })]
    [InlineData(0.88, new[] { true, true, true, true })]
    public void Top_p_keeps_the_least_set_that_has_the_probability(double topP, bool[] kept)
    {
        // Probabilities 1/4, 1/2, 1/8, 1/8.
        float[] logits = [.. new[] { 0.25, 0.5, 0.125, 0.125 }.Select(probability => (float)Math.Log2(probability))];
        AssertFrequencies(new SamplingOptions { Temperature = 1 / Math.Log(2), TopP = topP }, logits, kept);
    }

    [Fact]
    public void Top_p_comes_after_top_k_and_temperature()
    {
        float[] logits = [.. new[] { 0.25, 0.5, 0.125, 0.125 }.Select(probability => (float)Math.Log2(probability))];

        // Of the two that top-k keeps, the likeliest has 2/3; at half the temperature 4/5.
        var options = new SamplingOptions { Temperature = 1 / Math.Log(2), TopK = 2 };
        AssertFrequencies(options with { TopP = 0.66 }, logits, [false, true, false, false]);
        AssertFrequencies(options with { TopP = 0.67 }, logits, [true, true, false, false]);
        AssertFrequencies(options with { TopP = 0.79, Temperature = options.Temperature / 2 }, logits, [false, true, false, false]);
    }

    [Fact]
    public void The_penalty_divides_positive_and_multiplies_negative_logits_of_tokens_seen()
    {
        var options = new SamplingOptions { Temperature = 0, RepetitionPenalty = 2 };
        var sampler = new TokenSampler(options);
        Assert.Equal(0, sampler.Draw([3, 2, 1]));
        Assert.Equal(1, sampler.Draw([3, 2, 1]));
        Assert.Equal(0, sampler.Draw([3, 2, 1]));
        sampler = new TokenSampler(options);
        sampler.Observe([1, 1, 70]);
        Assert.Equal(0, sampler.Draw([-3, -2, -5]));
        Assert.Equal(1, sampler.Draw([-3, -2, -8]));
    }

    [Fact]
    public void The_same_seed_draws_the_same()
    {
        int[][] drawn = [.. new long[] { 7, 7, 8 }.Select(seed =>
        {
            var sampler = new TokenSampler(new SamplingOptions { Seed = seed, TopP = 0.9 });
            return Enumerable.Range(0, 40).Select(_ => sampler.Draw([1, 1, 1, 0.5f])).ToArray();
        })];
        Assert.Equal(drawn[0], drawn[1]);
        Assert.NotEqual(drawn[0], drawn[2]);
    }

    [Fact]
    public void Values_that_are_not_allowed_are_named()
    {
        AssertRefused(new SamplingOptions { Temperature = -1 }, "Temperature is -1");
        AssertRefused(new SamplingOptions { Temperature = double.NaN }, "Temperature is NaN");
        AssertRefused(new SamplingOptions { TopK = -1 }, "TopK is -1");
        AssertRefused(new SamplingOptions { TopP = 0 }, "TopP is 0");
        AssertRefused(new SamplingOptions { TopP = 1.5 }, "TopP is 1.5");
        AssertRefused(new SamplingOptions { RepetitionPenalty = 0 }, "RepetitionPenalty is 0");

        static void AssertRefused(SamplingOptions options, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => new TokenSampler(options)).Message);
    }

    private static void AssertFrequencies(SamplingOptions options, float[] logits, bool[] kept)
    {
        var sampler = new TokenSampler(options);
        double[] weights = [.. logits.Select((logit, token) => kept[token] ? Math.Exp(logit / options.Temperature) : 0)];
        var counts = new int[logits.Length];
        for (var i = 0; i < Draws; i++)
        {
            counts[sampler.Draw(logits)]++;
        }

        Assert.All(counts.Zip(weights), pair => Assert.Equal(pair.Second / weights.Sum(), pair.First / (double)Draws, 0.015));
        Assert.All(counts.Zip(kept), pair => Assert.Equal(pair.Second, pair.First > 0));
    }
}
