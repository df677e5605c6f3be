using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Activations;

[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class FusedGateTests
{
    /// <summary>Eight ulp: the logistic function is within four, and there are up to four products and sums behind it.</summary>
    private const double FloatTolerance = 8 * Conditioning.Ulp;

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(40_003)]
    public void Values_and_gradients_agree_with_float64(int count)
    {
        using var scope = NewDisposeScope();
        manual_seed(count);
        Tensor x = randn(2, count).transpose(0, 1),
            z = randn(2, count).transpose(0, 1) * Scalars.Of(4),
            weight = randn(2, count).transpose(0, 1);
        Tensor[] fused = Leaves(ScalarType.Float32), exact = Leaves(ScalarType.Float64);
        Tensor y = FusedGate.Apply(fused[0], fused[1]), expected = FusedGate.Apply(exact[0], exact[1]);
        Tolerance.AssertClose(expected, y, FloatTolerance, "y");
        (y * weight).sum().backward();
        (expected * weight.to(ScalarType.Float64)).sum().backward();
        Tolerance.AssertClose(exact[0].grad!, fused[0].grad!, FloatTolerance, "gradient of x");
        Tolerance.AssertClose(exact[1].grad!, fused[1].grad!, FloatTolerance, "gradient of z");

        Tensor[] Leaves(ScalarType type) => [x.to(type).detach().requires_grad_(true), z.to(type).detach().requires_grad_(true)];
    }

    [Fact]
    public void Gates_that_are_far_open_or_shut()
    {
        using var scope = NewDisposeScope();
        Tensor z = tensor(new[] { -200f, -20f, 0f, 200f, float.NaN }).requires_grad_(true), y = FusedGate.Apply(ones(5), z);
        y.sum().backward();
        float[] values = [.. y.detach().data<float>()], slopes = [.. z.grad!.data<float>()];
        Assert.Equal(0, values[0]);
        Assert.Equal(2.0611536e-9f, values[1], 1e-14f);
        Assert.Equal(0.5f, values[2]);
        Assert.Equal(1, values[3]);
        Assert.True(float.IsNaN(values[4]));
        Assert.Equal(0, slopes[0]);
        Assert.Equal(0.25f, slopes[2]);
        Assert.Equal(0, slopes[3]);
    }
}
