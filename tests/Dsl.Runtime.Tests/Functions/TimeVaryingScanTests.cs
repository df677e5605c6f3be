using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions;

public sealed class TimeVaryingScanTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(2, 16)]
    [InlineData(1, 50)]
    [InlineData(2, 1000)]
    public void It_is_the_recurrence(long batch, long length)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        Tensor factors = Draw(batch, length, 3, 2) * Scalars.Of(0.6), inputs = Draw(batch, length, 3, 2), initial = Draw(batch, 3, 2);
        Tolerance.AssertClose(Loop(factors, inputs, initial), TimeVaryingScan.Apply(factors, inputs, initial), 1e-13, "complex");
        Tolerance.AssertClose(
            Loop(factors.real, inputs.real, initial.real), TimeVaryingScan.Apply(factors.real, inputs.real, initial.real), 1e-13, "real");
    }

    [Fact]
    public void Factors_may_vanish()
    {
        using var scope = NewDisposeScope();
        Tensor factors = Draw(1, 40, 1, 1), inputs = Draw(1, 40, 1, 1), initial = Draw(1, 1, 1);
        factors[.., 17] = zeros([1, 1, 1], ScalarType.ComplexFloat64);
        Tolerance.AssertClose(Loop(factors, inputs, initial), TimeVaryingScan.Apply(factors, inputs, initial), 1e-12, "x");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    public void Gradients_agree_with_differences(long length)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        Tensor factors = Leaf(Draw(2, length, 2)), inputs = Leaf(Draw(2, length, 2)), initial = Leaf(Draw(2, 2));
        var weight = randn([2, length, 2, 2], ScalarType.Float64);
        FiniteDifferences.AssertGradients(
            () => (
                view_as_real(
                    TimeVaryingScan.Apply(view_as_complex(factors), view_as_complex(inputs), view_as_complex(initial))) * weight).sum(),
            [("factors", factors), ("inputs", inputs), ("initial", initial)]);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 7)]
    [InlineData(1, 65, 40)]
    [InlineData(3, 200, 33)]
    [Trait(RegisterWidth.Trait, RegisterWidth.Every)]
    public void The_kernel_agrees_with_float64(long batch, long length, long channels)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        Tensor[] exact =
        [
            (rand([batch, length, channels], ScalarType.Float64) * Scalars.Two - Scalars.One).requires_grad_(true),
            randn([batch, length, channels], ScalarType.Float64).requires_grad_(true),
            randn([batch, channels], ScalarType.Float64).requires_grad_(true),
        ];
        Tensor[] fused = [.. exact.Select(x => x.detach().to(ScalarType.Float32).requires_grad_(true))];
        Tensor expected = TimeVaryingScan.Apply(exact[0], exact[1], exact[2]), actual = TimeVaryingScan.Apply(fused[0], fused[1], fused[2]),
            weights = randn([batch, length, channels], ScalarType.Float64);
        Tolerance.AssertClose(expected, actual, 2e-6, "x");
        (expected * weights).sum().backward();
        (actual * weights.to(ScalarType.Float32)).sum().backward();
        foreach (var (name, wanted, got) in new[] { "factors", "inputs", "initial" }.Zip(exact, fused))
        {
            Tolerance.AssertClose(wanted.grad!, got.grad!, 5e-6, $"gradient of {name}");
        }
    }

    [Fact]
    public void Single_precision_keeps_its_digits_over_4096_positions()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var angle = randn([1, 4096, 2], ScalarType.Float64);
        Tensor factors = complex(angle.cos(), angle.sin()) * Scalars.Of(0.999), inputs = Draw(1, 4096, 2), initial = Draw(1, 2);
        var single = TimeVaryingScan.Apply(
            factors.to(ScalarType.ComplexFloat32), inputs.to(ScalarType.ComplexFloat32), initial.to(ScalarType.ComplexFloat32));
        Tolerance.AssertClose(Loop(factors, inputs, initial), single, 2e-5, "x");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        var factors = Draw(2, 4, 3);
        Assert.Throws<ArgumentException>(() => TimeVaryingScan.Apply(factors, Draw(2, 5, 3), Draw(2, 3)));
        Assert.Throws<ArgumentException>(() => TimeVaryingScan.Apply(factors, factors.real, Draw(2, 3)));
        Assert.Throws<ArgumentException>(() => TimeVaryingScan.Apply(factors, factors, Draw(2, 4)));
    }

    private static Tensor Loop(Tensor factors, Tensor inputs, Tensor initial)
    {
        var state = initial;
        List<Tensor> states = [];
        for (long l = 0; l < inputs.shape[1]; l++)
        {
            states.Add(state = (factors.select(1, l) * state).Plus(inputs.select(1, l)));
        }

        return stack(states, 1);
    }

    private static Tensor Leaf(Tensor value) => view_as_real(value).clone().requires_grad_(true);

    private static Tensor Draw(params long[] shape) => complex(randn(shape, ScalarType.Float64), randn(shape, ScalarType.Float64));
}
