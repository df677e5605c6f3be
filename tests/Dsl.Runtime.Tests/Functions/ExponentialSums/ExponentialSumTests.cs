using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.ExponentialSums;

/// <summary>The fused sums of exponentials against the plain ones in float64.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class ExponentialSumTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 3, 2, 2)]
    [InlineData(2, 16, 3, 31)]
    [InlineData(3, 17, 2, 33)]
    [InlineData(1, 40, 1, 127)]
    [InlineData(2, 5, 7, 129)]
    [InlineData(4, 64, 4, 256)]
    [InlineData(1, 18, 32, 1001)]
    [InlineData(6, 33, 2, 2049)]
    [InlineData(1, 2, 128, 5000)]
    public void Values_and_gradients_agree_with_the_plain_form(int rows, int features, int modes, int length)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        var exponents = complex(
            -rand([features, modes], ScalarType.Float64),
            randn([features, modes], ScalarType.Float64) * Scalars.Of(3)) / Scalars.Of(Math.Max(1, length / 20));
        var coefficients = Draw(rows, features, modes);
        (string, Tensor)[] layouts =
        [
            ("features", randn(rows, features, length)),
            ("positions", randn(rows, length, features).transpose(1, 2)),
            ("none", ones(1).expand(rows, features, length)),
        ];
        foreach (var (layout, weight) in layouts)
        {
            Check(coefficients, exponents, weight, 5e-6, $"gradient by {layout}");
        }
    }

    [Theory]
    [InlineData(8192, 1e-3)]
    [InlineData(8192, 1.0)]
    [InlineData(65_536, 1e-4)]
    [InlineData(65_536, 1e-2)]
    [InlineData(65_536, 1.0)]
    public void Errors_do_not_grow_with_the_length(int length, double delta)
    {
        // S4D-Lin: −½ + πni; with a long step the modes turn up to 100 radians from a position to the next. The last one hardly forgets.
        using var scope = NewDisposeScope();
        manual_seed(length);
        const int Features = 3, Modes = 32;
        var damping = ones([Features, Modes], ScalarType.Float64) * Scalars.Of(-0.5);
        damping[TensorIndex.Colon, TensorIndex.Single(Modes - 1)] = -1e-6;
        var exponents = complex(
            damping,
            (TensorRange.Of(Modes, ScalarType.Float64) * Scalars.Of(Math.PI)).expand(Features, Modes).Plus(
                Scalars.Of(0.1) * rand([Features, Modes], ScalarType.Float64))) * Scalars.Of(delta);
        Check(Draw(2, Features, Modes), exponents, randn(2, Features, length), 2e-6, $"Δ = {delta}");
    }

    [Fact]
    public void Modes_that_vanish_or_grow_beyond_all_numbers_leave_the_others_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var exponents = complex(tensor(new[,] { { -900.0, -30.0, 5.0, 0.0 } }), tensor(new[,] { { 1.0, 0.0, 2.0, 0.5 } }));
        Check(Draw(2, 1, 4), exponents, randn(2, 1, 10), 2e-6, "ten positions");
    }

    [Fact]
    public void What_is_not_a_number_shows()
    {
        using var scope = NewDisposeScope();
        var exponents = complex(tensor(new[,] { { double.NaN } }), tensor(new[,] { { 1.0 } }));
        Assert.True(Vandermonde.Sum(Draw(1, 1, 1), exponents, 100, ScalarType.Float32).narrow(2, 1, 99).isnan().all().item<bool>());
    }

    [Fact]
    public void Coefficients_may_lie_anywhere_and_be_conjugated()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        Tensor coefficients = Draw(5, 2, 19).transpose(0, 1).conj(),
            exponents = complex(-rand([5, 19], ScalarType.Float64), rand([5, 19], ScalarType.Float64)).t().conj();
        Tensor sums = Vandermonde.Sum(coefficients.transpose(1, 2), exponents, 70, ScalarType.Float32),
            expected = Vandermonde.Sum(coefficients.transpose(1, 2), exponents, 70, ScalarType.Float64);
        Tolerance.AssertClose(expected, sums.to(ScalarType.Float64), 2e-6, "sums");
    }

    [Fact]
    public void Runs_are_equal_to_the_last_bit_whatever_the_threads_and_leave_no_tensor_behind()
    {
        manual_seed(4);
        using Tensor exponents = complex(-rand([40, 5], ScalarType.Float64), randn([40, 5], ScalarType.Float64)) / Scalars.Of(500),
            coefficients = Draw(2, 40, 5),
            weight = randn(2, 40, 5000);
        exponents.requires_grad_(true);
        coefficients.requires_grad_(true);
        byte[]? first = null;
        int threads = get_num_threads(), step = 0;
        try
        {
            LeakCheck.AssertFlat(
                () =>
                {
                    set_num_threads(1 + (step++ % 3));
                    using var scope = NewDisposeScope();
                    (exponents.grad, coefficients.grad) = (null, null);
                    var sums = Vandermonde.Sum(coefficients, exponents, 5000, ScalarType.Float32);
                    (sums * weight).sum().backward();
                    byte[] bits =
                    [
                        .. sums.contiguous().bytes,
                        .. view_as_real(exponents.grad!).contiguous().bytes,
                        .. view_as_real(coefficients.grad!).contiguous().bytes
                    ];
                    first ??= bits;
                    Assert.Equal(first, bits);
                },
                steps: 15,
                warmUp: 3);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        using var scope = NewDisposeScope();
        Tensor exponents = Draw(4, 3), coefficients = Draw(2, 4, 3);
        Assert.Contains(
            "length",
            Assert.Throws<ArgumentOutOfRangeException>(() => Vandermonde.Sum(coefficients, exponents, 0, ScalarType.Float32)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[2, 4, 3] and exponents [3, 4]",
            Assert.Throws<ArgumentException>(() => Vandermonde.Sum(coefficients, exponents.t(), 5, ScalarType.Float32)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "ComplexFloat32",
            Assert.Throws<ArgumentException>(
                () => Vandermonde.Sum(coefficients.to(ScalarType.ComplexFloat32), exponents, 5, ScalarType.Float32)).Message,
            StringComparison.Ordinal);
    }

    private static void Check(Tensor coefficients, Tensor exponents, Tensor weight, double tolerance, string what)
    {
        Tensor[] inputs = Leaves(), exact = Leaves();
        Tensor sums = Vandermonde.Sum(inputs[0], inputs[1], weight.shape[2], ScalarType.Float32), expected;
        using (FusedKernels.Off())
        {
            expected = Vandermonde.Sum(exact[0], exact[1], weight.shape[2], ScalarType.Float64);
        }

        Assert.Equal(ScalarType.Float32, sums.dtype);
        Tolerance.AssertClose(expected, sums.to(ScalarType.Float64), tolerance, $"{what}: sums");
        (sums * weight).sum().backward();
        (expected * weight.to(ScalarType.Float64)).sum().backward();
        Tolerance.AssertClose(exact[0].grad!, inputs[0].grad!, tolerance, $"{what}: gradient of the coefficients");
        Tolerance.AssertClose(exact[1].grad!, inputs[1].grad!, tolerance, $"{what}: gradient of the exponents");

        Tensor[] Leaves() => [coefficients.clone().requires_grad_(true), exponents.clone().requires_grad_(true)];
    }

    private static Tensor Draw(params long[] shape) => complex(randn(shape, ScalarType.Float64), randn(shape, ScalarType.Float64));
}
