using SerpentDsl.Experiments.Data;
using SerpentDsl.Experiments.Tests.Models;

namespace SerpentDsl.Experiments.Tests.Data;

public class PaddingTests
{
    [Fact]
    public void Sorted_batches_have_less()
    {
        int[] lengths = [.. MajorityTask.Rows(1, 640).Select(row => row.Tokens.Length)];
        var padding = Padding.Of(lengths, 32);
        Assert.InRange(padding.Shuffled, 0.2, 0.6);
        Assert.InRange(padding.Sorted, 0, 0.2 * padding.Shuffled);
        Assert.Equal(padding, Padding.Of(lengths, 32));
    }

    [Fact]
    public void Sequences_of_one_length_have_none() => Assert.Equal(new Padding(0, 0), Padding.Of([7, 7, 7, 7], 2));

    [Fact]
    public void A_known_batch_has_a_known_share() => Assert.Equal(new Padding(0.25, 0.25), Padding.Of([2, 4], 2));
}
