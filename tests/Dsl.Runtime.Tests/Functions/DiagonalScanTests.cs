using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions;

public sealed class DiagonalScanTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 31, 3)]
    [InlineData(2, 32, 3)]
    [InlineData(1, 33, 2)]
    [InlineData(3, 97, 5)]
    [InlineData(1, 1025, 2)]
    [InlineData(2, 1500, 1)]
    public void It_is_the_recurrence(long batch, long length, long modes)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        Tensor exponents = Exponents(modes), inputs = Draw(batch, length, modes), initial = Draw(batch, modes);
        Tolerance.AssertClose(Loop(exponents, inputs, initial), DiagonalScan.Apply(exponents, inputs, initial), 1e-12, "from a state");
        Tolerance.AssertClose(Loop(exponents, inputs, zeros_like(initial)), DiagonalScan.Apply(exponents, inputs), 1e-12, "from zero");
    }

    [Fact]
    public void Single_precision_keeps_its_digits_over_4096_positions_of_lightly_damped_modes()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var exponents = complex(tensor(new[] { -1e-7, -1e-4, -1e-2, -5 }), tensor(new[] { 1.5, 3.1, 0.0, 2.0 }));
        var inputs = Draw(2, 4096, 4);
        var exact = Loop(exponents, inputs, zeros([2, 4], ScalarType.ComplexFloat64));
        var single = DiagonalScan.Apply(exponents, inputs.to(ScalarType.ComplexFloat32));
        Assert.Equal(ScalarType.ComplexFloat32, single.dtype);
        Tolerance.AssertClose(exact, single, 2e-6, "x");
    }

    [Fact]
    public void A_growing_mode_overflows_no_sooner_than_its_state_does()
    {
        using var scope = NewDisposeScope();
        // e^{0.5 · 1000} is finite in float64, e^{−w k} of the unused half of the table would not be after a few more pieces.
        var exponents = complex(tensor(new[] { 0.5 }), tensor(new[] { 0.1 })).requires_grad_(true);
        var states = DiagonalScan.Apply(exponents, Draw(1, 1000, 1));
        states.real.narrow(1, 0, 40).sum().backward();
        Assert.False(view_as_real(states).isnan().any().item<bool>());
        Assert.False(view_as_real(exponents.grad!).isnan().any().item<bool>());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(70)]
    public void Gradients_agree_with_differences(long length)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var exponents = view_as_real(Exponents(2)).clone().requires_grad_(true);
        Tensor inputs = view_as_real(Draw(1, length, 2)).clone().requires_grad_(true),
            initial = view_as_real(Draw(1, 2)).clone().requires_grad_(true);
        var weight = randn([1, length, 2, 2], ScalarType.Float64);
        FiniteDifferences.AssertGradients(
            () => (
                view_as_real(
                    DiagonalScan.Apply(view_as_complex(exponents), view_as_complex(inputs), view_as_complex(initial))) * weight).sum(),
            [("exponents", exponents), ("inputs", inputs), ("initial", initial)]);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        var exponents = Exponents(2);
        Assert.Throws<ArgumentException>(() => DiagonalScan.Apply(exponents.real, Draw(1, 4, 2)));
        Assert.Throws<ArgumentException>(() => DiagonalScan.Apply(exponents, Draw(1, 4, 3)));
        Assert.Throws<ArgumentException>(() => DiagonalScan.Apply(exponents, Draw(1, 4, 2).real));
        Assert.Throws<ArgumentException>(() => DiagonalScan.Apply(exponents, Draw(1, 4, 2), Draw(2, 2)));
    }

    private static Tensor Loop(Tensor exponents, Tensor inputs, Tensor initial)
    {
        Tensor factor = exponents.exp(), state = initial;
        List<Tensor> states = [];
        for (long l = 0; l < inputs.shape[1]; l++)
        {
            states.Add(state = (factor * state).Plus(inputs.select(1, l)));
        }

        return stack(states, 1);
    }

    private static Tensor Exponents(long modes) =>
        complex(-rand(modes, ScalarType.Float64), Scalars.Of(3) * randn(modes, ScalarType.Float64));

    private static Tensor Draw(params long[] shape) => complex(randn(shape, ScalarType.Float64), randn(shape, ScalarType.Float64));
}
