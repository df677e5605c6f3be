
namespace SerpentDsl.Tasks.Tests;

public class LanguageBaselinesTests
{
    [Fact]
    public void Losses_are_those_worked_out_by_hand()
    {
        // Train 0 1 0 1 2: counts 2 2 1. Measured are 1 after 0 and 3 after 1.
        using var train = TokenStream.Of(new[] { 0, 1, 0, 1, 2 });
        using var validation = TokenStream.Of(new[] { 0, 1, 3 });
        var baselines = LanguageBaselines.Of(train, validation, vocabulary: 4);
        var one = 3 / 9.0;
        var three = 1 / 9.0;
        Assert.Equal(["unigram", "bigram"], baselines.Select(baseline => baseline.Name));
        Assert.Equal(-(Math.Log(one) + Math.Log(three)) / 2, baselines[0].Loss, 12);

        // 1 follows 0 always; 3 never follows 1, which was seen twice.
        Assert.Equal(-(Math.Log((0.5 * 1) + (0.5 * one)) + Math.Log(0.5 * three)) / 2, baselines[1].Loss, 12);
    }

    [Fact]
    public void A_word_never_seen_before_another_says_nothing()
    {
        using var train = TokenStream.Of(new[] { 0, 1 });
        using var validation = TokenStream.Of(new[] { 2, 0 });
        var baselines = LanguageBaselines.Of(train, validation, vocabulary: 3);
        Assert.Equal(baselines[0].Loss, baselines[1].Loss, 12);
    }

    [Fact]
    public void Streams_longer_than_a_chunk_lose_no_pair()
    {
        int[] tokens = [.. Enumerable.Range(0, 200_001).Select(i => i % 7)];
        using var stream = TokenStream.Of(tokens);
        var baselines = LanguageBaselines.Of(stream, stream, vocabulary: 7);
        Assert.Equal(Math.Log(7), baselines[0].Loss, 4);
        Assert.Equal(-Math.Log(0.5 + (0.5 / 7)), baselines[1].Loss, 4);
    }

    [Fact]
    public void Streams_that_do_not_fit_are_refused()
    {
        using var one = TokenStream.Of(new[] { 0 });
        using var two = TokenStream.Of(new[] { 0, 5 });
        Assert.Throws<ArgumentException>(() => LanguageBaselines.Of(one, two, 6));
        Assert.Contains("id 5", Assert.Throws<ArgumentException>(() => LanguageBaselines.Of(two, two, 5)).Message);
    }
}
