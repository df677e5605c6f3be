using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Functions.Masks;

public sealed class FusedMaskTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 7, 5)]
    [InlineData(4, 60, 33)]
    public void Values_and_gradients_are_those_of_the_plain_form(int batch, int length, int features)
    {
        using var scope = NewDisposeScope();
        manual_seed(length);
        // Not as the kernel would like it, and with something in the padding that no product would take away.
        Tensor x = randn(features, length, batch).permute(2, 1, 0), weights = randn(batch, features, length).transpose(1, 2);
        var lengths = randint(0, length + 1, [batch], ScalarType.Int64);
        x = x.masked_fill(SequenceMask.Of(lengths, length).logical_not().unsqueeze(2), Scalars.Of(float.NaN));
        foreach (var dimensions in new[] { 2, 3 })
        {
            var (y, gradient) = Run(dimensions);
            using var plain = FusedKernels.Off();
            var (expected, expectedGradient) = Run(dimensions);
            Assert.Equal(expected.shape, y.shape);
            Assert.Equal(expected.contiguous().data<float>(), y.data<float>());
            Assert.Equal(expectedGradient.contiguous().data<float>(), gradient.contiguous().data<float>());
        }

        (Tensor Y, Tensor Gradient) Run(int dimensions)
        {
            var leaf = (dimensions == 3 ? x : x.select(2, 0)).detach().clone().requires_grad_(true);
            var y = SequenceMask.Apply(leaf, lengths);
            (y * (dimensions == 3 ? weights : weights.select(2, 0))).sum().backward();
            return (y.detach(), leaf.grad!);
        }
    }

    [Fact]
    public void Steps_leave_no_tensor()
    {
        using Tensor x = randn(3, 9, 4).requires_grad_(true), lengths = tensor(new long[] { 9, 1, 5 });
        LeakCheck.AssertFlat(() =>
        {
            using var scope = NewDisposeScope();
            SequenceMask.Apply(x, lengths).sum().backward();
        });
    }
}
