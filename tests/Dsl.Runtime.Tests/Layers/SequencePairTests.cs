using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

public class SequencePairTests
{
    [Fact]
    public void The_shorter_batch_is_padded_to_the_longer()
    {
        using var scope = NewDisposeScope();
        var first = TensorRange.Of(1, 5, ScalarType.Int64).view(2, 2);
        var second = TensorRange.Of(11, 17, ScalarType.Int64).view(2, 3);
        using var pair = SequencePair.Stack(first, null, second, tensor([3L, 1L]));
        Assert.Equal(tensor([1L, 2, 0, 3, 4, 0, 11, 12, 13, 14, 15, 16]).view(4, 3), pair.Tokens);
        Assert.Equal(tensor([2L, 2, 3, 1]), pair.Lengths);
    }

    [Fact]
    public void Batches_of_one_length_need_no_lengths()
    {
        using var scope = NewDisposeScope();
        var tokens = ones([2, 3], ScalarType.Int64);
        using var pair = SequencePair.Stack(tokens, null, tokens, null);
        Assert.Null(pair.Lengths);
        Assert.Equal([4, 3], pair.Tokens.shape);
    }

    [Fact]
    public void Two_vectors_are_compared_by_themselves_difference_and_product()
    {
        using var scope = NewDisposeScope();
        var pooled = tensor(new[] { 1f, 2, 3, 4, 10, 20, 30, 40 }).view(4, 2).requires_grad_();
        var expected = tensor(new[] { 1f, 2, 10, 20, -9, -18, 10, 40, 3, 4, 30, 40, -27, -36, 90, 160 }).view(2, 8);
        Assert.Equal(expected, SequencePair.Compare(pooled));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = NewDisposeScope();
        var tokens = ones([2, 3], ScalarType.Int64);
        Refused("[2, 3] and [3, 3]", () => SequencePair.Stack(tokens, null, ones([3, 3], ScalarType.Int64), null));
        Refused("The first of a pair needs one Int64 length", () => SequencePair.Stack(tokens, ones([3], ScalarType.Int64), tokens, null));
        Refused("not [3, 2]", () => SequencePair.Compare(ones(3, 2)));
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var first = ones([2, 3], ScalarType.Int64);
        using var second = ones([2, 5], ScalarType.Int64);
        using var pooled = ones(4, 2);
        LeakCheck.AssertFlat(() =>
        {
            SequencePair.Stack(first, null, second, null).Dispose();
            SequencePair.Compare(pooled).Dispose();
        });
    }

    private static void Refused(string expected, Func<object> run) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => run()).Message, StringComparison.Ordinal);
}
