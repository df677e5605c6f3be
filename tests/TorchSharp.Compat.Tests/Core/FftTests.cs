using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class FftTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public FftTests() => manual_seed(5);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(31)]
    public void The_transform_is_the_sum_of_its_definition(int n)
    {
        var x = complex(randn(n, float64), randn(n, float64));
        Complex[] values = x.data<Complex>().ToArray();
        Complex[] forward = fft.fft_(x).data<Complex>().ToArray();
        Complex[] back = fft.ifft(x).data<Complex>().ToArray();
        for (int k = 0; k < n; k++)
        {
            Complex sum = 0, inverse = 0;
            for (int t = 0; t < n; t++)
            {
                sum += values[t] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k * t / n);
                inverse += values[t] * Complex.FromPolarCoordinates(1, 2 * Math.PI * k * t / n) / n;
            }
            Assert.True(Complex.Abs(sum - forward[k]) < 1e-10);
            Assert.True(Complex.Abs(inverse - back[k]) < 1e-10);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void Real_transforms_are_the_half_and_come_back(int n)
    {
        var x = randn(2, n, float64);
        var half = fft.rfft(x);
        Assert.Equal([2, (n / 2) + 1], half.shape);
        Assert.True(half.allclose(fft.fft_(x.cdouble())[.., ..((n / 2) + 1)]));
        Assert.True(fft.irfft(half, n).allclose(x));
    }

    [Fact]
    public void Length_dimension_and_normalisation_are_respected()
    {
        var x = randn(4, 6, float64);
        Assert.Equal([4, 9], fft.rfft(x, n: 16).shape);
        Assert.Equal([3, 6], fft.rfft(x, dim: 0).shape);
        var plain = fft.fft_(x.cdouble());
        Assert.True(fft.fft_(x.cdouble(), norm: FFTNormType.Ortho).allclose(plain / Math.Sqrt(6)));
        Assert.True(fft.fft_(x.cdouble(), norm: FFTNormType.Forward).allclose(plain / 6));
        Assert.True(fft.fft2(x.cdouble()).allclose(fft.fft_(plain, dim: 0)));
        Assert.True(fft.fftn(x.cdouble()).allclose(fft.fft2(x.cdouble())));
        Assert.True(fft.irfftn(fft.rfftn(x), [4, 6]).allclose(x));
    }

    [Fact]
    public void Frequencies_and_shifts()
    {
        Check.Close(fft.fftfreq(4), [0, 0.25, -0.5, -0.25]);
        Check.Close(fft.rfftfreq(4, 0.5), [0, 0.5, 1]);
        Check.Close(fft.fftshift(arange(4)), [2, 3, 0, 1]);
        Check.Close(fft.ifftshift(fft.fftshift(arange(5))), [0, 1, 2, 3, 4]);
    }

    [Fact]
    public void Gradients_flow_through_a_convolution_by_transforms()
    {
        var kernel = randn(8, float64);
        Check.Gradient(
            v => fft.irfft(fft.rfft(v, n: 16) * fft.rfft(kernel, n: 16), n: 16)[..8].pow(2).sum(),
            randn(8, float64),
            1e-5);
    }
}
