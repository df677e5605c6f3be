using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

public sealed class S4KernelTests
{
    [Theory]
    [InlineData(4, 1, Initialisation.LegS, 1, 32)]
    [InlineData(8, 1, Initialisation.LegS, 2, 31)]
    [InlineData(16, 3, Initialisation.LegS, 1, 50)]
    [InlineData(8, 2, Initialisation.LegT, 3, 37)]
    [InlineData(12, 1, Initialisation.Fourier, 1, 64)]
    [InlineData(8, 1, Initialisation.DiagonalLinear, 1, 20)]
    [InlineData(2, 1, Initialisation.LegS, 1, 1)]
    [InlineData(4, 1, Initialisation.LegS, 1, 2)]
    public void The_kernel_is_the_impulse_response_of_every_form_of_the_recurrence(
        int stateSize, int rank, Initialisation initialisation, int channels, int length)
    {
        foreach (var (dtype, tolerance) in new[] { (ScalarType.Float64, 1e-10), (ScalarType.Float32, 1e-4) })
        {
            using var scope = NewDisposeScope();
            manual_seed(length);
            var kernel = Make(stateSize, rank, initialisation, channels, copies: 2).to(dtype);
            Disturb(kernel);
            kernel.Tune(length);
            var expected = kernel.Kernel(length);
            Assert.Equal([channels, 4L, length], expected.shape);
            // An eigendecomposition of a defective or nearly defective Ā is no oracle in float32.
            var forms = dtype == ScalarType.Float64 ? Enum.GetValues<RecurrenceForm>() : [RecurrenceForm.Dense, RecurrenceForm.LowRank];
            foreach (var form in forms)
            {
                Tolerance.AssertClose(expected, ImpulseResponse(kernel, form, length, dtype), tolerance, $"{form} {dtype}");
            }
        }
    }

    [Fact]
    public void The_node_at_minus_one_gives_what_odd_lengths_give_without_it()
    {
        using var scope = NewDisposeScope();
        Tensor? reference = null;
        foreach (var length in new[] { 63L, 64, 65, 97, 128 })
        {
            manual_seed(3);
            var kernel = Make(16, 1, Initialisation.LegS, 1, copies: 4).to(ScalarType.Float64);
            kernel.Tune(length);
            var taps = kernel.Kernel(63);
            reference ??= taps;
            Tolerance.AssertClose(reference, taps, 1e-11, $"tuned to {length}");
        }
    }

    [Fact]
    public void Growing_leaves_the_system_as_it_is()
    {
        using var scope = NewDisposeScope();
        var kernel = Make(8, 1, Initialisation.LegS, 2, copies: 1).to(ScalarType.Float64);
        kernel.Tune(24);
        var before = kernel.Kernel(24);
        kernel.Grow(60);
        Assert.Equal(96, kernel.TunedLength);
        Tolerance.AssertClose(before, kernel.Kernel(60).narrow(2, 0, 24), 1e-11, "the first 24 taps");
    }

    [Fact]
    public void A_shorter_kernel_is_the_beginning_of_a_longer_one()
    {
        using var scope = NewDisposeScope();
        var kernel = Make(8, 1, Initialisation.LegS, 1, copies: 1);
        kernel.Tune(64);
        Tolerance.AssertClose(kernel.Kernel(64).narrow(2, 0, 17), kernel.Kernel(17), 0, "17 of 64 taps");
    }

    [Theory]
    [InlineData(1, Initialisation.LegS, PositiveTransform.Exp)]
    [InlineData(2, Initialisation.LegT, PositiveTransform.Softplus)]
    public void Gradients_agree_with_differences(int rank, Initialisation initialisation, PositiveTransform delta)
    {
        using var scope = NewDisposeScope();
        var kernel = Make(4, rank, initialisation, 2, copies: 2, delta).to(ScalarType.Float64);
        Disturb(kernel);
        kernel.Tune(9);
        var weight = randn([2, 4, 9], ScalarType.Float64);
        FiniteDifferences.AssertGradients(
            () => (kernel.Kernel(9) * weight).sum(), [.. kernel.named_parameters().Select(p => (p.name, (Tensor)p.parameter))]);
    }

    [Fact]
    public void Asking_too_early_twice_or_for_too_much_is_refused()
    {
        using var scope = NewDisposeScope();
        var kernel = Make(4, 1, Initialisation.LegS, 1, copies: 1);
        Assert.Contains("Tune", Assert.Throws<InvalidOperationException>(() => kernel.Kernel(4)).Message);
        Assert.Contains("Tune", Assert.Throws<InvalidOperationException>(() => kernel.Recurrence(RecurrenceForm.Dense)).Message);
        kernel.Tune(8);
        Assert.Contains("Grow", Assert.Throws<InvalidOperationException>(() => kernel.Tune(8)).Message);
        Assert.Contains("Grow(9)", Assert.Throws<InvalidOperationException>(() => kernel.Kernel(9)).Message);
        Assert.Contains("Grow(12)", Assert.Throws<InvalidOperationException>(() => kernel.Kernel(6, rate: 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Kernel(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Kernel(4, rate: 0));
        Assert.Throws<ArgumentException>(() => kernel.Kernel(4, zeros([1, 4, 3], ScalarType.ComplexFloat32)));
        Assert.Throws<ArgumentException>(() => kernel.NextState(zeros(1, 4, 5), null, zeros([1, 4, 2], ScalarType.ComplexFloat32)));
    }

    [Fact]
    public void Copies_that_do_not_divide_the_features_are_refused()
    {
        Assert.Contains("divisor", Assert.Throws<ArgumentException>(() => Make(4, 1, Initialisation.LegS, 1, copies: 3)).Message);
    }

    private static S4Kernel Make(
        int stateSize,
        int rank,
        Initialisation initialisation,
        int channels,
        int copies,
        PositiveTransform delta = PositiveTransform.Exp) =>
        new(SsmFixture.Options(features: 4, stateSize, channels, copies, rank, initialisation, delta));

    // The initial values are special (equal copies, Re A = −1/2); what is tested must hold everywhere.
    private static void Disturb(S4Kernel kernel)
    {
        using var noGrad = no_grad();
        foreach (var (_, parameter) in kernel.named_parameters())
        {
            using var noise = randn_like(parameter);
            parameter.add_(noise, Scalars.Of(0.05));
        }
    }

    internal static Tensor ImpulseResponse(StateSpaceKernel kernel, RecurrenceForm form, int length, ScalarType dtype)
    {
        using var recurrence = kernel.Recurrence(form);
        var state = recurrence.InitialState(1);
        List<Tensor> outputs = [];
        for (var l = 0; l < length; l++)
        {
            var u = full([1, kernel.Options.Features], Scalars.Of(l == 0 ? 1 : 0), dtype);
            (var y, state) = recurrence.Step(u, state);
            outputs.Add(y.squeeze(0));
        }

        return stack(outputs, 2);
    }
}
