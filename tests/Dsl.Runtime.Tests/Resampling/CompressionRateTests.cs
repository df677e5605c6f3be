using System.Numerics;
using SerpentDsl.Kernels.Compression;
using SerpentDsl.Native;
using SerpentDsl.Resampling;

namespace SerpentDsl.Runtime.Tests.Resampling;

public class CompressionRateTests
{
    [Theory]
    [InlineData(0.29, 100, 29)] // 28.999999999999996 in binary
    [InlineData(0.07, 100, 7)] // 7.000000000000001 in binary
    [InlineData(0.57, 100, 57)]
    [InlineData(0.5, 2048, 1024)]
    [InlineData(0.5, 33, 17)]
    [InlineData(1.0, 7, 7)]
    [InlineData(1.0 / 3.0, 3, 1)]
    [InlineData(2.0 / 3.0, 3, 2)]
    [InlineData(0.001, 1, 1)]
    [InlineData(0.001, 1000, 1)]
    [InlineData(0.001, 1001, 2)]
    public void The_bound_is_exact(double rate, long length, long expected) =>
        Assert.Equal(expected, new CompressionRate(rate).MostPoints(length));

    [Fact]
    public void The_bound_agrees_with_rational_arithmetic()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var thousandths = random.Next(1, 1001);
            long length = random.Next(1, 1 << 20);
            var expected = (((BigInteger)thousandths * length) + 999) / 1000;
            Assert.Equal(expected, new CompressionRate(thousandths / 1000.0).MostPoints(length));
        }
    }

    [Fact]
    public void The_bound_of_a_tensor_is_that_of_its_numbers()
    {
        using var lengths = TensorRange.Of(1, 3000);
        foreach (var value in new[] { 0.29, 0.07, 1.0 / 3.0, 0.5, 1.0 })
        {
            var rate = new CompressionRate(value);
            using var bounds = rate.MostPoints(lengths);
            Assert.Equal(Enumerable.Range(1, 2999).Select(length => rate.MostPoints(length)), bounds.data<long>());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1.0000001)]
    [InlineData(double.NaN)]
    [InlineData(1e-13)]
    public void Rates_outside_their_range_are_refused(double rate) =>
        Assert.Contains(
            "compression rate",
            Assert.Throws<ArgumentOutOfRangeException>(() => new CompressionRate(rate)).Message,
            StringComparison.Ordinal);
}
