using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public class SequenceMaskTests
{
    [Fact]
    public void Positions_before_the_end_are_valid()
    {
        using var scope = NewDisposeScope();
        var mask = SequenceMask.Of(tensor(new long[] { 0, 2, 3 }), 3);
        Assert.Equal([3L, 3], mask.shape);
        Assert.Equal([false, false, false, true, true, false, true, true, true], mask.data<bool>());
        Assert.Throws<ArgumentException>(() => SequenceMask.Of(ones([1, 1], ScalarType.Int64), 3));
    }

    [Fact]
    public void Padding_becomes_zero_whatever_stood_there()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2, double.NaN, double.PositiveInfinity }).view(1, 4, 1).requires_grad_();
        var masked = SequenceMask.Apply(x, tensor(new long[] { 2 }));
        masked.Squared().sum().backward();
        Assert.Equal([1.0, 2, 0, 0], masked.data<double>());
        Assert.Equal([2.0, 4, 0, 0], x.grad!.data<double>());
        using var flat = SequenceMask.Apply(ones(2, 3), tensor(new long[] { 1, 3 }));
        Assert.Equal([1f, 0, 0, 1, 1, 1], flat.data<float>());
    }

    [Fact]
    public void Without_lengths_the_caller_owns_another_handle_on_the_same_numbers()
    {
        using var x = ones(2, 3, 1);
        var same = SequenceMask.Apply(x, null);
        same.Dispose();
        Assert.Equal(6, x.sum().item<float>());
    }

    [Fact]
    public void The_mean_is_over_valid_positions()
    {
        using var scope = NewDisposeScope();
        var x = TensorRange.Of(24).to(ScalarType.Float64).view(2, 4, 3).requires_grad_();
        var lengths = tensor(new long[] { 2, 4 });
        Assert.Equal([1.5, 2.5, 3.5, 16.5, 17.5, 18.5], SequencePooling.Mean(x, lengths).data<double>());
        Assert.Equal([4.5, 5.5, 6.5, 16.5, 17.5, 18.5], SequencePooling.Mean(x, null).data<double>());
        FiniteDifferences.AssertGradients(() => SequencePooling.Mean(x, lengths).sin().sum(), [("x", x)]);
        FiniteDifferences.AssertGradients(() => SequencePooling.Mean(x, null).sin().sum(), [("x", x)]);
        Assert.Throws<ArgumentException>(() => SequencePooling.Mean(ones(2, 3), null));
        Assert.Throws<ArgumentException>(() => SequencePooling.Mean(ones(2, 3, 1), ones([3], ScalarType.Int64)));
    }

    [Fact]
    public void Neither_leaves_tensors_behind()
    {
        using var x = ones(2, 4, 3);
        using var lengths = tensor(new long[] { 2, 4 });
        LeakCheck.AssertFlat(() =>
        {
            SequenceMask.Apply(x, lengths).Dispose();
            SequenceMask.Apply(x, null).Dispose();
            SequencePooling.Mean(x, lengths).Dispose();
            SequencePooling.Mean(x, null).Dispose();
        });
    }
}
