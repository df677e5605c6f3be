using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public sealed class ExactGeluTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.Float64, 1e-13)]
    public void Values_and_gradients_are_right_behind_concatenations_and_transpositions(ScalarType dtype, double tolerance)
    {
        for (var round = 0; round < 10; round++)
        {
            using var scope = NewDisposeScope();
            var x = randn([2, 33, 5], dtype).requires_grad_(true);
            Tensor beside = cat([randn([2, 33, 3], dtype), randn([2, 33, 5], dtype)], 2), turned = randn([5, 33, 2], dtype);
            var y = ExactGelu.Apply(x);
            var joined = cat([randn([2, 33, 3], dtype), y], 2);
            (joined * beside).sum().Plus((y.permute(2, 1, 0) * turned).sum()).backward();

            var wide = x.detach().to(ScalarType.Float64);
            var phi = (wide / Scalars.Of(Math.Sqrt(2))).erf().Plus(1) / Scalars.Two;
            var slope = phi.Plus(wide * (-wide * wide / Scalars.Two).exp() / Scalars.Of(Math.Sqrt(2 * Math.PI)));
            var incoming = beside.narrow(2, 3, 5).to(ScalarType.Float64).Plus(turned.permute(2, 1, 0).to(ScalarType.Float64));
            Tolerance.AssertClose(wide * phi, y.to(ScalarType.Float64), tolerance, "y");
            Tolerance.AssertClose(incoming * slope, x.grad!.to(ScalarType.Float64), tolerance, "gradient");
        }
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var x = randn([4, 6]).requires_grad_(true);
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            ExactGelu.Apply(x).t().Squared().sum().backward();
        });
    }
}
