using SerpentDsl.Tasks.Batches;

namespace SerpentDsl.Tasks.Tests;

public class BatchPaddingTests
{
    [Fact]
    public void Sorted_batches_have_less()
    {
        var lengths = DrawnLengths.Of(640);
        var padding = BatchPadding.Of(lengths, 32);
        Assert.InRange(padding.Shuffled, 0.2, 0.6);
        Assert.InRange(padding.Sorted, 0, 0.2 * padding.Shuffled);
        Assert.Equal(padding, BatchPadding.Of(lengths, 32));
    }

    [Fact]
    public void Sequences_of_one_length_have_none() => Assert.Equal(new BatchPadding(0, 0), BatchPadding.Of([7, 7, 7, 7], 2));

    [Fact]
    public void A_known_batch_has_a_known_share() => Assert.Equal(new BatchPadding(0.25, 0.25), BatchPadding.Of([2, 4], 2));
}
