using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public class SequencePoolingTests
{
    [Fact]
    public void The_last_position_is_that_of_the_true_length()
    {
        using var scope = NewDisposeScope();
        var x = TensorRange.Of(24, ScalarType.Float32).view(2, 4, 3);
        Assert.Equal(tensor(new[] { 9f, 10, 11, 15, 16, 17 }).view(2, 3), SequencePooling.Last(x, tensor([4L, 2L])));
        Assert.Equal(tensor(new[] { 9f, 10, 11, 21, 22, 23 }).view(2, 3), SequencePooling.Last(x, null));
    }

    [Fact]
    public void Its_gradient_is_that_of_the_last_position()
    {
        using var scope = NewDisposeScope();
        var x = zeros([2, 3, 1], requires_grad: true);
        SequencePooling.Last(x, tensor([3L, 1L])).sum().backward();
        Assert.Equal(tensor(new[] { 0f, 0, 1, 1, 0, 0 }).view(2, 3, 1), x.grad!);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains(
            "[2, 3]", Assert.Throws<ArgumentException>(() => SequencePooling.Last(ones(2, 3), null)).Message, StringComparison.Ordinal);
    }
}
