using SerpentDsl.Experiments.PaperTables;

namespace SerpentDsl.Experiments.Tests.PaperTables;

public sealed class SampleMeanTests
{
    [Fact]
    public void The_error_is_that_of_the_mean() => Assert.Equal(new SampleMean(3, Math.Sqrt(2.5 / 5), 5), SampleMean.Of([1, 2, 3, 4, 5]));

    [Fact]
    public void A_single_value_has_no_error_of_its_own()
    {
        Assert.Equal(new SampleMean(3, null, 1), SampleMean.Of([3]));
        Assert.Null(SampleMean.Of([]));
    }

    [Fact]
    public void A_single_share_has_that_of_its_rows()
    {
        var mean = SampleMean.OfShares([(0.6, 2_000)])!;
        Assert.Equal(0.010954, mean.StandardError!.Value, 6);
        Assert.Equal(0.1, SampleMean.OfShares([(0.5, 10), (0.7, 10)])!.StandardError!.Value, 12);
    }
}
