using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

public sealed class S4DKernelTests
{
    [Theory]
    [InlineData(Discretisation.ZeroOrderHold, Initialisation.DiagonalLinear, false, 33)]
    [InlineData(Discretisation.Bilinear, Initialisation.DiagonalInverse, false, 50)]
    [InlineData(Discretisation.ZeroOrderHold, Initialisation.DiagonalReal, true, 16)]
    [InlineData(Discretisation.Bilinear, Initialisation.DiagonalLegS, false, 1)]
    public void The_kernel_is_the_impulse_response_of_the_recurrence(
        Discretisation rule, Initialisation initialisation, bool isReal, int length)
    {
        foreach (var (dtype, tolerance) in new[] { (ScalarType.Float64, 1e-12), (ScalarType.Float32, 2e-5) })
        {
            using var scope = NewDisposeScope();
            manual_seed(length);
            var kernel = Make(rule, initialisation, isReal, channels: 2).to(dtype);
            Tolerance.AssertClose(
                kernel.Kernel(length),
                S4KernelTests.ImpulseResponse(kernel, RecurrenceForm.Diagonal, length, dtype),
                tolerance,
                $"{dtype}");
        }
    }

    [Fact]
    public void Twice_the_step_adds_up_pairs_of_taps_under_zero_order_hold()
    {
        using var scope = NewDisposeScope();
        var kernel = Make(Discretisation.ZeroOrderHold, Initialisation.DiagonalLinear, false, 1).to(ScalarType.Float64);
        // An input that holds its value for two fine steps is one coarse sample.
        var pairs = kernel.Kernel(40).reshape(1, 4, 20, 2).sum(3);
        Tolerance.AssertClose(pairs, kernel.Kernel(20, rate: 2), 1e-12, "rate 2");
    }

    [Theory]
    [InlineData(Discretisation.ZeroOrderHold)]
    [InlineData(Discretisation.Bilinear)]
    public void Gradients_agree_with_differences(Discretisation rule)
    {
        using var scope = NewDisposeScope();
        var kernel = Make(rule, Initialisation.DiagonalInverse, false, 2).to(ScalarType.Float64);
        var weight = randn([2, 4, 7], ScalarType.Float64);
        FiniteDifferences.AssertGradients(
            () => (kernel.Kernel(7) * weight).sum(), [.. kernel.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
    }

    [Theory]
    [InlineData(PositiveTransform.None)]
    [InlineData(PositiveTransform.Exp)]
    [InlineData(PositiveTransform.Softplus)]
    [InlineData(PositiveTransform.Relu)]
    [InlineData(PositiveTransform.Sigmoid)]
    public void Every_transform_starts_from_the_same_system(PositiveTransform transform)
    {
        using var scope = NewDisposeScope();
        Tensor[] taps =
        [
            .. new[] { PositiveTransform.Exp, transform }.Select(delta =>
            {
                manual_seed(5);
                var options = SsmFixture.Options(4, 8, 1, 4, 1, Initialisation.DiagonalLinear, delta) with { RealTransform = delta };
                return new S4DKernel(options, Discretisation.ZeroOrderHold, isReal: false).Kernel(32);
            }),
        ];
        Tolerance.AssertClose(taps[0], taps[1], 1e-4, $"{transform}");
    }

    [Fact]
    public void Only_the_diagonal_recurrence_exists()
    {
        using var scope = NewDisposeScope();
        var kernel = Make(Discretisation.ZeroOrderHold, Initialisation.DiagonalLinear, false, 1);
        Assert.Throws<ArgumentException>(() => kernel.Recurrence(RecurrenceForm.LowRank));
    }

    private static S4DKernel Make(Discretisation rule, Initialisation initialisation, bool isReal, int channels) =>
        new(
            SsmFixture.Options(features: 4, stateSize: 8, channels, copies: 2, rank: 1, initialisation, PositiveTransform.Exp),
            rule,
            isReal);
}
