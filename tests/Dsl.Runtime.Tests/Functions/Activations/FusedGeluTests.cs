using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Activations;

[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class FusedGeluTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(17, false)]
    [InlineData(40_003, false)]
    [InlineData(1, true)]
    [InlineData(17, true)]
    [InlineData(40_003, true)]
    public void Values_and_gradients_agree_with_float64(int count, bool tanh)
    {
        Func<Tensor, Tensor> gelu = tanh ? TanhGelu.Apply : ExactGelu.Apply;
        using var scope = NewDisposeScope();
        manual_seed(count);
        Tensor x = (randn(2, count) * Scalars.Of(3)).transpose(0, 1).detach().requires_grad_(true),
            exact = x.detach().to(ScalarType.Float64).requires_grad_(true),
            weight = randn(2, count).transpose(0, 1);
        Tensor y = gelu(x), expected = gelu(exact);
        Tolerance.AssertClose(expected, y.to(ScalarType.Float64), 3e-7, "y");
        (y * weight).sum().backward();
        (expected * weight.to(ScalarType.Float64)).sum().backward();
        Tolerance.AssertClose(exact.grad!, x.grad!.to(ScalarType.Float64), 5e-7, "gradient");
    }

    [Fact]
    public void Far_ends_and_what_is_no_number()
    {
        using var scope = NewDisposeScope();
        float[] values = [.. ExactGelu.Apply(tensor(new[] { -100f, -13f, -5f, 0f, 20f, float.NaN })).data<float>()];
        Assert.Equal(0, values[0]);
        Assert.InRange(values[1], -1e-36f, 0);
        Assert.Equal(-1.43325787e-6f, values[2], 1e-11f);
        Assert.Equal(0, values[3]);
        Assert.Equal(20, values[4]);
        Assert.True(float.IsNaN(values[5]));
    }

    [Fact]
    public void Far_ends_of_the_tangent_form()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new[] { -100f, -13f, -5f, 0f, 20f, float.NaN }).requires_grad_(true), y = TanhGelu.Apply(x);
        y.sum().backward();
        float[] values = [.. y.detach().data<float>()], slopes = [.. x.grad!.data<float>()];
        Assert.Equal(0, values[0]);
        Assert.Equal(0, values[1]);
        Assert.Equal(-2.29179620e-7f, values[2], 1e-11f);
        Assert.Equal(0, values[3]);
        Assert.Equal(20, values[4]);
        Assert.True(float.IsNaN(values[5]));
        Assert.Equal(0, slopes[0]);
        Assert.Equal(0.5f, slopes[3]);
        Assert.Equal(1, slopes[4]);
    }
}
