
namespace SerpentDsl.Tasks.Tests;

public class Xoshiro256Tests
{
    // From an independent implementation of the definition. Cached and published data hangs on these numbers.
    [Theory]
    [InlineData(0, 0, new ulong[] { 0x30bb94d28b7ab90c, 0x16a17f40c767e533, 0xe3e4b8ec5f525c28 })]
    [InlineData(3333, 7, new ulong[] { 0xc2e0fb884a2eea9a, 0x3274cc921c7bb72d, 0x28969d4dc160d2ec })]
    public void The_numbers_are_those_of_the_definition(ulong seed, ulong stream, ulong[] expected)
    {
        var random = new Xoshiro256(seed, stream);
        Assert.All(expected, number => Assert.Equal(number, random.NextUInt64()));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(10)]
    public void Bounded_numbers_are_equally_common(int bound)
    {
        const int Draws = 100_000;
        var random = new Xoshiro256(1);
        var counts = new long[bound];
        for (var i = 0; i < Draws; i++)
        {
            counts[random.NextBelow(bound)]++;
        }

        var expected = (double)Draws / bound;
        var standardError = Math.Sqrt(expected * (1 - (1.0 / bound)));
        Assert.All(counts, count => Assert.InRange(count, expected - (4 * standardError), expected + (4 * standardError)));
    }

    [Fact]
    public void Shuffling_keeps_every_item_and_depends_on_the_stream()
    {
        int[] first = [.. Enumerable.Range(0, 1000)];
        int[] second = [.. first];
        int[] again = [.. first];
        new Xoshiro256(5, 1).Shuffle(first.AsSpan());
        new Xoshiro256(5, 2).Shuffle(second.AsSpan());
        new Xoshiro256(5, 1).Shuffle(again.AsSpan());
        Assert.Equal(Enumerable.Range(0, 1000), first.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, again);
    }

    [Fact]
    public void Doubles_fill_the_unit_interval_evenly()
    {
        var random = new Xoshiro256(9);
        double[] values = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextDouble())];
        Assert.All(values, value => Assert.InRange(value, 0, 0.9999999999999999));
        Assert.InRange(values.Average(), 0.49, 0.51);
        Assert.InRange(values.Average(value => value * value), 0.323, 0.343);
    }

    [Fact]
    public void A_bound_below_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Xoshiro256(0).NextBelow(0));
}
