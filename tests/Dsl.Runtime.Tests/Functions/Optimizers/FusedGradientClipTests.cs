using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Optimizers;

public sealed class FusedGradientClipTests
{
    /// <summary>Two roundings of float32.</summary>
    private const double FloatTolerance = 2e-7;

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1.0)]
    [InlineData(1e6)]
    public void Norm_and_gradients_are_those_of_the_plain_form(double most)
    {
        using var scope = NewDisposeScope();
        Parameter[] fused = Parameters(), plain = Parameters();
        double norm = FusedGradientClip.Apply(fused, most), expected;
        using (FusedKernels.Off())
        {
            expected = FusedGradientClip.Apply(plain, most);
        }
        // torch sums squares in float32.
        Assert.Equal(expected, norm, expected * 1e-5);
        var exact = Math.Sqrt(Parameters().Sum(parameter => parameter.grad?.to(ScalarType.Float64).Squared().sum().item<double>() ?? 0));
        Assert.Equal(exact, norm, exact * 1e-12);
        var factor = Math.Min(1, most / (exact + 1e-6));
        foreach (var (before, after) in Parameters().Zip(fused).Where(pair => pair.First.grad is not null))
        {
            var wanted = before.grad!.to(ScalarType.Float64) * Scalars.Of(factor);
            Tolerance.AssertClose(wanted, after.grad!.to(ScalarType.Float64), FloatTolerance, "gradient");
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_norm_that_is_no_finite_number_is_told(float value)
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters();
        parameters[0].grad!.fill_(Scalars.Of(value));
        Assert.False(double.IsFinite(FusedGradientClip.Apply(parameters, 1)));
    }

    [Fact]
    public void Clipping_leaves_no_tensor()
    {
        var parameters = Parameters();
        LeakCheck.AssertFlat(() => FusedGradientClip.Apply(parameters, 1e-3));
        foreach (var parameter in parameters)
        {
            parameter.Dispose();
        }
    }

    private static Parameter[] Parameters()
    {
        manual_seed(9);
        Parameter[] parameters = [new(zeros(3)), new(zeros(7, 33)), new(zeros(5)), new(zeros(70_001))];
        foreach (var parameter in parameters.Where(parameter => parameter.numel() != 5))
        {
            parameter.grad = randn(parameter.shape);
        }

        return parameters;
    }
}
