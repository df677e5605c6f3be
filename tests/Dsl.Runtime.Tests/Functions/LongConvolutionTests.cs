using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions;

public sealed class LongConvolutionTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 7, 1)]
    [InlineData(13, 5, 2)]
    [InlineData(32, 32, 3)]
    public void Causal_is_the_sum_it_stands_for(int length, int taps, int channels)
    {
        using var scope = NewDisposeScope();
        Tensor u = randn([2, length, 3], ScalarType.Float64), k = randn([channels, 3, taps], ScalarType.Float64);
        var expected = zeros([2, length, channels, 3], ScalarType.Float64);
        for (var lag = 0; lag < taps; lag++)
        {
            expected.narrow(1, lag, length - lag).AddInPlace(u.narrow(1, 0, length - lag).unsqueeze(2) * k.select(2, lag));
        }

        Tolerance.AssertClose(expected, LongConvolution.Causal(u, k), 1e-13, "y");
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 7, 1)]
    [InlineData(13, 5, 2)]
    [InlineData(32, 32, 1)]
    public void Bidirectional_is_the_sum_it_stands_for(int length, int taps, int channels)
    {
        using var scope = NewDisposeScope();
        var u = randn([2, length, 3], ScalarType.Float64);
        Tensor f = randn([channels, 3, taps], ScalarType.Float64), b = randn([channels, 3, taps], ScalarType.Float64);
        var expected = zeros([2, length, channels, 3], ScalarType.Float64);
        for (var i = 0; i < length; i++)
        {
            for (var j = Math.Max(0, i - taps + 1); j <= Math.Min(length - 1, i + taps); j++)
            {
                expected.select(1, i).AddInPlace(u.select(1, j).unsqueeze(1) * (j <= i ? f.select(2, i - j) : b.select(2, j - i - 1)));
            }
        }

        Tolerance.AssertClose(expected, LongConvolution.Bidirectional(u, f, b), 1e-13, "y");
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        using var scope = NewDisposeScope();
        Tensor u = randn([2, 5, 2], ScalarType.Float64).requires_grad_(true), weight = randn([2, 5, 1, 2], ScalarType.Float64);
        Tensor f = randn([1, 2, 4], ScalarType.Float64).requires_grad_(true), b = randn([1, 2, 4], ScalarType.Float64).requires_grad_(true);
        FiniteDifferences.AssertGradients(
            () => (LongConvolution.Bidirectional(u, f, b) * weight).sum(), [("u", u), ("forward", f), ("backward", b)]);
        FiniteDifferences.AssertGradients(() => (LongConvolution.Causal(u, f) * weight).sum(), [("u", u), ("kernel", f)]);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(7, 8)]
    [InlineData(11, 12)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4320)]
    public void A_fast_length_is_the_next_even_product_of_2_3_and_5(long atLeast, long expected) =>
        Assert.Equal(expected, LongConvolution.FastLength(atLeast));

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = NewDisposeScope();
        var message = Assert.Throws<ArgumentException>(() => LongConvolution.Causal(zeros(2, 4, 3), zeros(1, 3, 5))).Message;
        Assert.Contains("[2, 4, 3]", message);
        Assert.Contains("[1, 3, 5]", message);
        Assert.Throws<ArgumentException>(() => LongConvolution.Causal(zeros(2, 4, 3), zeros(1, 2, 4)));
        Assert.Throws<ArgumentException>(() => LongConvolution.Bidirectional(zeros(2, 4, 3), zeros(1, 3, 4), zeros(1, 3, 3)));
    }
}
