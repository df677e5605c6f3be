using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Recurrences;

/// <summary>The convolution by recurrence in float32 against sums of exponentials and the direct convolution in float64.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class ModeConvolutionTests
{
    /// <summary>An output sums up to 128 modes of either sign, of which a tenth is left: an ulp of theirs is ten of its own.</summary>
    private const double FloatTolerance = 5e-6;

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 2, 3, 2)]
    [InlineData(1, 31, 16, 3)]
    [InlineData(3, 32, 17, 2)]
    [InlineData(2, 33, 5, 7)]
    [InlineData(1, 64, 40, 1)]
    [InlineData(2, 200, 18, 32)]
    [InlineData(1, 1025, 4, 128)]
    public void Values_and_gradients_agree_with_the_convolution(int batch, int length, int features, int modes)
    {
        foreach (var directions in new[] { 1, 2 })
        {
            using var scope = NewDisposeScope();
            manual_seed(length);
            Tensor u = randn(features, length, batch).permute(2, 1, 0),
                weight = randn(batch, features, length, 1).permute(0, 2, 3, 1),
                skip = randn(1, features);
            Tensor exponents = complex(
                -rand([features, modes], ScalarType.Float64), randn([features, modes], ScalarType.Float64) * Scalars.Of(3)),
                coefficients = Draw(directions, features, modes);
            Tensor[] inputs = Leaves(ScalarType.Float32), exact = Leaves(ScalarType.Float64);
            Tensor y = ModeConvolution.Apply(inputs[0], inputs[1], inputs[2], inputs[3]), expected = Reference(exact, length, directions);
            Tolerance.AssertClose(expected, y.to(ScalarType.Float64), FloatTolerance, $"{directions}: y");
            (y * weight).sum().backward();
            (expected * weight.to(ScalarType.Float64)).sum().backward();
            foreach (var (name, wanted, got) in new[] { "u", "exponents", "coefficients", "skip" }.Zip(exact, inputs))
            {
                Tolerance.AssertClose(wanted.grad!, got.grad!.to(wanted.dtype), 1e-5, $"{directions}: gradient of {name}");
            }

            Tensor[] Leaves(ScalarType type) =>
            [
                u.to(type).detach().requires_grad_(true),
                exponents.clone().requires_grad_(true),
                coefficients.clone().requires_grad_(true),
                skip.to(type).detach().requires_grad_(true),
            ];
        }
    }

    [Fact]
    public void Modes_that_hardly_forget_keep_their_digits()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        Tensor exponents = complex(tensor(new[,] { { -1e-5, -1e-4, -1e-2, -0.5 } }), tensor(new[,] { { 1.5, 3.1, 0.001, 2.0 } })),
            coefficients = Draw(1, 1, 4),
            skip = zeros(1, 1);
        foreach (var length in new[] { 1000, 50_000 })
        {
            var u = randn(1, length, 1);
            var expected = Reference([u.to(ScalarType.Float64), exponents, coefficients, skip.to(ScalarType.Float64)], length, 1);
            var y = ModeConvolution.Apply(u, exponents, coefficients, skip).to(ScalarType.Float64);
            Tolerance.AssertClose(expected, y, Conditioning.OfRecurrence(length), $"length {length}");
        }
    }

    [Fact]
    public void Runs_are_equal_to_the_last_bit_and_leave_no_tensor_behind()
    {
        manual_seed(4);
        using Tensor u = randn(3, 100, 40).requires_grad_(true),
            skip = randn(1, 40).requires_grad_(true),
            exponents = complex(-rand([40, 5], ScalarType.Float64), randn([40, 5], ScalarType.Float64)),
            coefficients = Draw(2, 40, 5);
        exponents.requires_grad_(true);
        byte[]? first = null;
        LeakCheck.AssertFlat(
            () =>
            {
                using var scope = NewDisposeScope();
                (u.grad, skip.grad, exponents.grad) = (null, null, null);
                var y = ModeConvolution.Apply(u, exponents, coefficients, skip);
                y.Squared().sum().backward();
                byte[] bits =
                [
                    .. y.bytes, .. u.grad!.contiguous().bytes, .. skip.grad!.bytes, .. view_as_real(exponents.grad!).contiguous().bytes
                ];
                first ??= bits;
                Assert.Equal(first, bits);
            },
            steps: 20,
            warmUp: 3);
    }

    private static Tensor Draw(params long[] shape) => complex(randn(shape, ScalarType.Float64), randn(shape, ScalarType.Float64));

    private static Tensor Reference(Tensor[] inputs, int length, int directions)
    {
        var powers = (inputs[1].unsqueeze(2) * TensorRange.Of(length, ScalarType.Float64)).exp();
        var taps = (inputs[2].unsqueeze(3) * powers).sum([2]).real;
        return directions == 1
            ? LongConvolution.Causal(inputs[0], taps, inputs[3])
            : LongConvolution.Bidirectional(inputs[0], taps.narrow(0, 0, 1), taps.narrow(0, 1, 1), inputs[3]);
    }
}
