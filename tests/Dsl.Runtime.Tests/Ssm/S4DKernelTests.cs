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

    [Theory]
    [InlineData(Discretisation.ZeroOrderHold, false)]
    [InlineData(Discretisation.Bilinear, false)]
    [InlineData(Discretisation.ZeroOrderHold, true)]
    public void With_a_step_for_every_mode_the_kernel_is_the_impulse_response_and_has_its_gradients(Discretisation rule, bool isReal)
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        var options = SsmFixture.Options(
            4, 8, 2, 2, 1, isReal ? Initialisation.DiagonalReal : Initialisation.DiagonalInverse, PositiveTransform.Softplus);
        var kernel = new S4DKernel(options with { DeltaTied = false }, rule, isReal).to(ScalarType.Float64);
        Tolerance.AssertClose(
            kernel.Kernel(24),
            S4KernelTests.ImpulseResponse(kernel, RecurrenceForm.Diagonal, 24, ScalarType.Float64),
            1e-12,
            "taps");
        var weight = randn([2, 4, 7], ScalarType.Float64);
        FiniteDifferences.AssertGradients(
            () => (kernel.Kernel(7) * weight).sum(), [.. kernel.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
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
