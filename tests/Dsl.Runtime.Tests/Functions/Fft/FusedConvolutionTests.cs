using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Runtime.Tests.Functions.Cpu;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Fft;

/// <summary>The fused convolution in float32 against the plain one in float64.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed class FusedConvolutionTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 1, 3, 2, 1)]
    [InlineData(1, 2, 16, 1, 2)]
    [InlineData(3, 7, 17, 1, 7)]
    [InlineData(2, 33, 5, 3, 20)]
    [InlineData(1, 100, 40, 1, 1)]
    [InlineData(9, 64, 33, 1, 64)]
    [InlineData(5, 129, 16, 2, 129)]
    [InlineData(2, 1000, 18, 1, 999)]
    [InlineData(1, 4096, 20, 1, 4096)]
    [InlineData(18, 50, 32, 1, 50)]
    public void Values_and_gradients_agree_with_the_plain_form(int batch, int length, int features, int channels, int taps)
    {
        foreach (var twoSided in new[] { false, true })
        {
            foreach (var hasSkip in new[] { false, true })
            {
                Compare(batch, length, features, channels, taps, twoSided, hasSkip);
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 7, 17, 2)]
    [InlineData(6, 129, 16, 1)]
    [InlineData(5, 1000, 18, 1)]
    public void What_stands_in_the_padding_counts_as_zero(int batch, int length, int features, int channels)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        var lengths = cat([randint(0, length + 1, [batch - 1], ScalarType.Int64), tensor(new long[] { length })], 0);
        Tensor u = randn(batch, length, features), weight = randn(batch, length, channels, features);
        var dirty = u.masked_fill(SequenceMask.Of(lengths, length).logical_not().unsqueeze(2), Scalars.Of(float.NaN));
        Tensor ahead = randn(channels, features, length), behind = randn(channels, features, length);
        foreach (var twoSided in new[] { false, true })
        {
            Tensor[] got = Run(dirty, lengths), wanted = Run(SequenceMask.Apply(u, lengths), null);
            wanted[1] = SequenceMask.Apply(wanted[1], lengths);
            foreach (var (expected, actual) in wanted.Zip(got))
            {
                Assert.Equal(expected.contiguous().data<float>(), actual.contiguous().data<float>());
            }

            Tensor[] Run(Tensor inputs, Tensor? given)
            {
                Tensor leaf = inputs.detach().clone().requires_grad_(true), taps = ahead.clone().requires_grad_(true);
                var y = twoSided
                    ? LongConvolution.Bidirectional(leaf, taps, behind, null, given)
                    : LongConvolution.Causal(leaf, taps, null, given);
                (y * weight).sum().backward();
                return [y.detach(), leaf.grad!, taps.grad!];
            }
        }
    }

    [Fact]
    public void Only_what_is_asked_for_gets_a_gradient()
    {
        using var scope = NewDisposeScope();
        Tensor u = randn(2, 30, 20),
            taps = randn(1, 20, 30),
            leaf = u.clone().requires_grad_(true),
            trained = taps.clone().requires_grad_(true);
        LongConvolution.Causal(leaf, taps).sum().backward();
        Assert.NotNull(leaf.grad);
        LongConvolution.Causal(u, trained).sum().backward();
        Assert.NotNull(trained.grad);
        Assert.False(LongConvolution.Causal(u, taps).requires_grad);
    }

    [Fact]
    public void Runs_are_equal_to_the_last_bit_and_leave_no_tensor_behind()
    {
        manual_seed(4);
        using Tensor u = randn(5, 300, 40).requires_grad_(true),
            taps = randn(1, 40, 300).requires_grad_(true),
            weight = randn(5, 300, 1, 40);
        byte[]? first = null;
        LeakCheck.AssertFlat(
            () =>
            {
                using var scope = NewDisposeScope();
                (u.grad, taps.grad) = (null, null);
                var y = LongConvolution.Causal(u, taps);
                (y * weight).sum().backward();
                var bits = cat([y.flatten(), u.grad!.flatten(), taps.grad!.flatten()], 0).bytes.ToArray();
                first ??= bits;
                Assert.Equal(first, bits);
            },
            steps: 20,
            warmUp: 3);
    }

    [Fact]
    public void A_skip_connection_of_another_shape_is_refused()
    {
        using var scope = NewDisposeScope();
        var message = Assert.Throws<ArgumentException>(() => LongConvolution.Causal(zeros(2, 4, 3), zeros(1, 3, 4), zeros(3))).Message;
        Assert.Contains("[3]", message);
        Assert.Contains("[1, 3]", message);
    }

    private static void Compare(int batch, int length, int features, int channels, int taps, bool twoSided, bool hasSkip)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        // Neither inputs, taps nor gradients lie as the kernel would like them.
        Tensor u = randn(features, length, batch).permute(2, 1, 0), weight = randn(channels, batch, features, length).permute(1, 3, 0, 2);
        Tensor ahead = randn(channels, features, taps),
            behind = randn(taps, features, channels).permute(2, 1, 0),
            skip = randn(channels, features);
        var (leaves, y) = Run(ScalarType.Float32);
        var (exact, expected) = Run(ScalarType.Float64);
        var what = $"{(twoSided ? "two-sided" : "causal")}{(hasSkip ? " with skip" : "")}";
        Tolerance.AssertClose(expected, y.to(ScalarType.Float64), 2e-6, $"{what}: y");
        foreach (((var wanted, var got), var name) in exact.Zip(leaves).Zip(["u", "ahead", "behind", "skip"]))
        {
            if (wanted.grad is null)
            {
                Assert.Null(got.grad);
            }
            else
            {
                Tolerance.AssertClose(wanted.grad, got.grad!.to(ScalarType.Float64), 3e-6, $"{what}: gradient of {name}");
            }
        }

        (Tensor[] Leaves, Tensor Y) Run(ScalarType type)
        {
            Tensor[] inputs = [.. new[] { u, ahead, behind, skip }.Select(x => x.to(type).detach().requires_grad_(true))];
            var d = hasSkip ? inputs[3] : null;
            var result = twoSided
                ? LongConvolution.Bidirectional(inputs[0], inputs[1], inputs[2], d)
                : LongConvolution.Causal(inputs[0], inputs[1], d);
            (result * weight.to(type)).sum().backward();
            return (inputs, result);
        }
    }
}
