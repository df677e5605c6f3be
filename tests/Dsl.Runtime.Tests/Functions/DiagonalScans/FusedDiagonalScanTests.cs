using SerpentDsl.Functions;
using SerpentDsl.Kernels.DiagonalScans;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.DiagonalScans;

/// <summary>The fused scan in float32 compared with the reference path in float64: values and gradients.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class FusedDiagonalScanTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        // batch, length, modes
        { 1, 1, 1 },
        { 2, 2, 3 },
        { 3, 31, 8 },
        { 2, 32, 9 },
        { 1, 33, 32 },
        { 2, 65, 33 },
        { 4, 97, 40 },
        { 1, 1025, 64 },
        { 5, 200, 95 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_and_gradients_agree_with_float64(int batch, int length, int modes)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        // Neither inputs, nor the state, nor the gradient lie one behind the other.
        Tensor inputs = Draw(modes, length, batch).permute(2, 1, 0),
            initial = Draw(modes, batch).transpose(0, 1),
            weight = Draw(length, batch, modes).transpose(0, 1),
            exponents = Exponents(modes);
        Tensor[] fused = Leaves(ScalarType.ComplexFloat32), exact = Leaves(ScalarType.ComplexFloat64);
        Tensor states = DiagonalScan.Apply(fused[0], fused[1], fused[2]), expected = DiagonalScan.Apply(exact[0], exact[1], exact[2]);
        Tolerance.AssertClose(expected, states, 2e-6, "states");
        (states * weight.to(ScalarType.ComplexFloat32)).real.sum().backward();
        (expected * weight).real.sum().backward();
        foreach (var (name, wanted, got) in new[] { "exponents", "inputs", "initial" }.Zip(exact, fused))
        {
            Tolerance.AssertClose(wanted.grad!, got.grad!, 5e-6, $"gradient of {name}");
        }

        Tensor[] Leaves(ScalarType type) =>
        [
            exponents.clone().requires_grad_(true),
            inputs.to(type).detach().requires_grad_(true),
            initial.to(type).detach().requires_grad_(true),
        ];
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_system_agrees_with_its_scans_and_products(int batch, int length, int modes)
    {
        foreach (var directions in new[] { 1, 2 })
        {
            using var scope = NewDisposeScope();
            manual_seed(length + directions);
            const int Features = 7;
            Tensor exponents = Exponents(modes), weight = randn(length, batch, Features).transpose(0, 1);
            Tensor[] values =
            [
                randn(length, batch, Features).transpose(0, 1),
                randn(Features, 2 * modes),
                randn(2 * modes * directions, Features),
                randn(Features)
            ];
            Tensor[] fused = Leaves(ScalarType.Float32), exact = Leaves(ScalarType.Float64);
            Tensor y = DiagonalSystemFunction.Apply(fused[0], fused[^1], fused[1], fused[2], fused[3]), expected = Reference();
            Tolerance.AssertClose(expected, y, 5e-6, $"{directions}: y");
            (y * weight).sum().backward();
            (expected * weight.to(ScalarType.Float64)).sum().backward();
            foreach (var (name, wanted, got) in new[] { "u", "B", "C", "D", "exponents" }.Zip(exact, fused))
            {
                Tolerance.AssertClose(wanted.grad!, got.grad!, 1e-5, $"{directions}: gradient of {name}");
            }

            Tensor[] Leaves(ScalarType type) =>
                [.. values.Select(value => value.to(type).detach().requires_grad_(true)), exponents.clone().requires_grad_(true)];

            Tensor Reference()
            {
                var (u, b, c, d) = (exact[0], exact[1], exact[2], exact[3]);
                Tensor driven = view_as_complex(u.matmul(b).reshape(batch, length, modes, 2)),
                    states = DiagonalScan.Apply(exact[4], driven);
                if (directions == 2)
                {
                    states = cat([states, DiagonalScan.Apply(exact[4], driven.flip(1)).flip(1)], 2);
                }

                return view_as_real(states).flatten(2).matmul(c).Plus(u * d);
            }
        }
    }

    [Fact]
    public void Modes_that_hardly_forget_keep_their_digits()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var exponents = complex(tensor(new[] { -1e-7, -1e-5, -1e-4, -1e-2, -0.5 }), tensor(new[] { 0.0, 1.5, 3.1, 0.001, 2.0 }));
        foreach (var length in new[] { 1000, 50_000 })
        {
            var inputs = Draw(1, length, 5);
            Tensor expected = DiagonalScan.Apply(exponents, inputs),
                states = DiagonalScan.Apply(exponents, inputs.to(ScalarType.ComplexFloat32));
            var tolerance = Conditioning.OfRecurrence(length);
            for (var mode = 0; mode < 5; mode++)
            {
                Tolerance.AssertClose(expected.select(2, mode), states.select(2, mode), tolerance, $"mode {mode}, length {length}");
            }
        }
    }

    [Fact]
    public void Modes_that_die_at_once_or_grow_are_what_they_are()
    {
        using var scope = NewDisposeScope();
        var exponents = complex(tensor(new[] { -1000.0, 0.5, 0.0 }), tensor(new[] { 3.0, 0.1, 0.0 })).requires_grad_(true);
        Tensor inputs = Draw(2, 60, 3),
            expected = DiagonalScan.Apply(exponents, inputs),
            states = DiagonalScan.Apply(exponents, inputs.to(ScalarType.ComplexFloat32));
        for (var mode = 0; mode < 3; mode++)
        {
            Tolerance.AssertClose(expected.select(2, mode), states.select(2, mode), 5e-6, $"mode {mode}");
        }

        view_as_real(states).Squared().sum().backward();
        Assert.True(view_as_real(exponents.grad!).isfinite().all().item<bool>());
    }

    [Fact]
    public void Bits_depend_neither_on_the_run_nor_on_the_number_of_threads_and_nothing_is_left_behind()
    {
        manual_seed(4);
        using Tensor u = randn(3, 100, 12).requires_grad_(true),
            b = randn(12, 90).requires_grad_(true),
            c = randn(180, 12).requires_grad_(true),
            d = randn(12).requires_grad_(true),
            exponents = Exponents(45).requires_grad_(true);
        int threads = get_num_threads(), run = 0;
        byte[]? first = null;
        try
        {
            LeakCheck.AssertFlat(
                () =>
                {
                    using var scope = NewDisposeScope();
                    set_num_threads(run++ % 2 == 0 ? threads : 1);
                    (u.grad, b.grad, c.grad, d.grad, exponents.grad) = (null, null, null, null, null);
                    using Tensor states = empty([3, 100, 180], ScalarType.Float32),
                        driven = u.detach().matmul(b.detach()).contiguous(),
                        forDriven = empty_like(driven);
                    var shape = new DiagonalShape(3, 100, 45, 2);
                    FusedDiagonalScan.Forward(shape, exponents, driven, null, states);
                    using var forExponents = FusedDiagonalScan.Backward(shape, exponents, states, null, states, forDriven, null);
                    DiagonalSystemFunction.Apply(u, exponents, b, c, d).Squared().sum().backward();
                    byte[] bits = [.. states.bytes, .. forDriven.bytes, .. view_as_real(forExponents).contiguous().bytes];
                    first ??= bits;
                    Assert.Equal(first, bits);
                },
                steps: 20,
                warmUp: 4);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void The_plain_path_is_taken_back_where_it_was_taken()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        Tensor exponents = Exponents(3), inputs = Draw(1, 40, 3).to(ScalarType.ComplexFloat32);
        Tensor fused = inputs.detach().requires_grad_(true), plain = inputs.detach().requires_grad_(true);
        Tensor states;
        using (FusedKernels.Off())
        {
            states = DiagonalScan.Apply(exponents, plain);
        }

        var other = DiagonalScan.Apply(exponents, fused);
        Tolerance.AssertClose(states, other, 5e-6, "states");
        view_as_real(states).Squared().sum().backward();
        view_as_real(other).Squared().sum().backward();
        Tolerance.AssertClose(plain.grad!, fused.grad!, 5e-6, "gradient");
    }

    private static Tensor Exponents(long modes) =>
        complex(-rand(modes, ScalarType.Float64), Scalars.Of(3) * randn(modes, ScalarType.Float64));

    private static Tensor Draw(params long[] shape) => complex(randn(shape, ScalarType.Float64), randn(shape, ScalarType.Float64));
}
