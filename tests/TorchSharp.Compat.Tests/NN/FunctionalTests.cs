using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Compat.Tests.NN;

public sealed class FunctionalTests
{
    private static readonly long[] Targets = [2, 0, 1, 2];

    [Fact]
    public void CrossEntropyIsLogSumExpMinusTheTargetsLogit()
    {
        using var scope = NewDisposeScope();
        var input = Numerics.Normal(1, 4, 3).requires_grad_();
        var target = tensor(Targets);
        var losses = Numerics.Values(input).Chunk(3).Select((row, i) => LogSumExp(row) - row[Targets[i]]).ToArray();
        Numerics.AssertClose(losses, F.cross_entropy(input, target, reduction: nn.Reduction.None));
        Numerics.AssertClose([losses.Average()], F.cross_entropy(input, target));
        Numerics.AssertClose([losses.Sum()], nn.CrossEntropyLoss(reduction: nn.Reduction.Sum).call(input, target));
        Numerics.AssertClose([(losses[1] + losses[2]) / 2], F.cross_entropy(input, target, ignore_index: 2));
        Numerics.AssertClose([losses.Average()], F.nll_loss(F.log_softmax(input, 1), target));
        Numerics.AssertGradient(() => F.cross_entropy(input, target, label_smoothing: 0.1), input);
    }

    [Fact]
    public void CrossEntropySmoothsWeighsAndTakesProbabilities()
    {
        using var scope = NewDisposeScope();
        var input = Numerics.Normal(2, 4, 3);
        var logs = Numerics.Values(input).Chunk(3).Select(row => row.Select(x => LogSumExp(row) - x).ToArray()).ToArray();
        var smoothed = logs.Select((row, i) => (0.8 * row[Targets[i]]) + (0.2 * row.Average())).Average();
        Numerics.AssertClose([smoothed], F.cross_entropy(input, tensor(Targets), label_smoothing: 0.2));
        double[] weights = [1, 2, 5];
        var weighed = logs.Select((row, i) => weights[Targets[i]] * row[Targets[i]]).Sum() / Targets.Sum(t => weights[t]);
        Numerics.AssertClose([weighed], F.cross_entropy(input, tensor(Targets), tensor(weights)));
        var probabilities = F.softmax(Numerics.Normal(3, 4, 3), 1);
        var p = Numerics.Values(probabilities).Chunk(3).ToArray();
        Numerics.AssertClose([logs.Select((row, i) => row.Zip(p[i], (l, q) => l * q).Sum()).Average()], F.cross_entropy(input, probabilities));
    }

    [Fact]
    public void SquaredAbsoluteAndLogisticErrors()
    {
        using var scope = NewDisposeScope();
        var input = Numerics.Normal(4, 6).requires_grad_();
        var target = tensor(new[] { 0.0, 1, 1, 0, 1, 0 });
        var (x, y) = (Numerics.Values(input), Numerics.Values(target));
        Numerics.AssertClose([x.Zip(y, (a, b) => (a - b) * (a - b)).Average()], nn.MSELoss().call(input, target));
        Numerics.AssertClose([x.Zip(y, (a, b) => Math.Abs(a - b)).Sum()], nn.L1Loss(nn.Reduction.Sum).call(input, target));
        var logistic = x.Zip(y, (a, b) => Math.Log(1 + Math.Exp(a)) - (a * b)).ToArray();
        Numerics.AssertClose([logistic.Average()], F.binary_cross_entropy_with_logits(input, target));
        var weighed = x.Zip(y, (a, b) => (3 * b * Math.Log(1 + Math.Exp(-a))) + ((1 - b) * Math.Log(1 + Math.Exp(a)))).Average();
        Numerics.AssertClose([weighed], nn.BCEWithLogitsLoss(pos_weights: tensor(3.0)).call(input, target));
        Numerics.AssertGradient(() => F.binary_cross_entropy_with_logits(input, target), input);
        Numerics.AssertGradient(() => F.mse_loss(input, target), input);
    }

    [Fact]
    public void PadStartsFromTheLastDimension()
    {
        using var scope = NewDisposeScope();
        var input = tensor(new[,] { { 1.0, 2, 3 }, { 4, 5, 6 } });
        Numerics.AssertClose([9, 1, 2, 3, 9, 9, 9, 4, 5, 6, 9, 9], F.pad(input, (1, 2), value: 9));
        Numerics.AssertClose([0, 0, 2, 3, 5, 6], F.pad(input, new long[] { -1, 0, 1, 0 }));
        Assert.Equal([3, 5], F.pad(input, (1, 1, 0, 1)).shape);
        Assert.Equal([6, 7], F.pad(input, 2).shape);
        var batch = input.unsqueeze(0);
        Numerics.AssertClose([3, 1, 2, 3, 1, 6, 4, 5, 6, 4], F.pad(batch, (1, 1), PaddingModes.Circular));
        Numerics.AssertClose([2, 1, 2, 3, 5, 4, 5, 6], F.pad(batch, (1, 0), PaddingModes.Reflect));
        Numerics.AssertClose([1, 2, 3, 3, 4, 5, 6, 6], F.pad(batch, (0, 1), PaddingModes.Replicate));
    }

    [Fact]
    public void OneHotAndNormalize()
    {
        using var scope = NewDisposeScope();
        Numerics.AssertClose([0, 0, 1, 1, 0, 0], F.one_hot(tensor(new[] { 2L, 0L }), 3));
        Assert.Equal([2, 3], F.one_hot(tensor(new[] { 2L, 0L })).shape);
        Assert.Throws<ArgumentException>(() => F.one_hot(ones(2)));
        Numerics.AssertClose([0.6, 0.8, 0, 0], F.normalize(tensor(new[,] { { 3.0, 4 }, { 0, 0 } })));
        Numerics.AssertClose([0.75, 0.25], F.normalize(tensor(new[] { 3.0, 1 }), p: 1, dim: 0));
    }

    [Fact]
    public void ShapesThatDoNotFitThrow()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(() => F.linear(ones(2, 3), ones(4, 5)));
        Assert.ThrowsAny<Exception>(() => F.cross_entropy(ones(2, 3), tensor(new[] { 0L, 3L })));
        Assert.ThrowsAny<Exception>(() => F.layer_norm(ones(2, 3), [4]));
    }

    private static double LogSumExp(double[] row) => Math.Log(row.Sum(Math.Exp));
}
