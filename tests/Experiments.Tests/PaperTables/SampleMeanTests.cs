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

    /// <summary>Quantiles of printed tables: t(0.975) is 12.706, 4.303 and 2.776 with 1, 2 and 4 degrees of freedom.</summary>
    [Theory]
    [InlineData(12.706, new[] { 1.0, 3 })]
    [InlineData(4.303, new[] { 1.0, 2, 3 })]
    [InlineData(2.776, new[] { 1.0, 2, 3, 4, 5 })]
    public void The_interval_is_that_of_Students_t(double quantile, double[] values)
    {
        var mean = SampleMean.Of(values)!;
        Assert.Equal(quantile, mean.HalfWidth!.Value / mean.StandardError!.Value, 3);
    }

    [Fact]
    public void A_single_share_has_the_normal_interval_of_its_rows_and_a_single_number_none()
    {
        var mean = SampleMean.OfShares([(0.6, 2_000)])!;
        Assert.Equal(1.960, mean.HalfWidth!.Value / mean.StandardError!.Value, 3);
        Assert.Null(SampleMean.Of([3])!.HalfWidth);
    }
}
