using TorchSharp.Modules;
using static TorchSharp.torch;
using lr_scheduler = TorchSharp.torch.optim.lr_scheduler;

namespace TorchSharp.Compat.Tests.NN;

public sealed class SchedulerTests : IDisposable
{
    private const double First = 0.1;
    private const double Second = 0.02;

    private readonly Parameter _parameter = new(ones(1));
    private readonly SGD _optimizer;

    public SchedulerTests() =>
        _optimizer = optim.SGD(
            [new SGD.ParamGroup([_parameter], new SGD.Options()), new SGD.ParamGroup([], new SGD.Options { LearningRate = Second })],
            First);

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameter.Dispose();
    }

    [Fact]
    public void StepLRDropsEveryFewSteps() =>
        Check(lr_scheduler.StepLR(_optimizer, 3, 0.5), t => Math.Pow(0.5, t / 3));

    [Fact]
    public void MultiStepLRDropsAtItsMilestones() =>
        Check(lr_scheduler.MultiStepLR(_optimizer, [2, 7], 0.1), t => t < 2 ? 1 : t < 7 ? 0.1 : 0.01);

    [Fact]
    public void ExponentialLRDropsEveryStep() =>
        Check(lr_scheduler.ExponentialLR(_optimizer, 0.9), t => Math.Pow(0.9, t));

    [Fact]
    public void ConstantLRHoldsAFactorForAWhile() =>
        Check(lr_scheduler.ConstantLR(_optimizer, 0.25, 4), t => t < 4 ? 0.25 : 1);

    [Fact]
    public void LinearLRGoesFromFactorToFactor() =>
        Check(lr_scheduler.LinearLR(_optimizer, 0.2, 0.8, 6), t => 0.2 + (0.6 * Math.Min(t, 6) / 6));

    [Fact]
    public void LambdaLRFollowsAFunction() =>
        Check(lr_scheduler.LambdaLR(_optimizer, t => 1.0 / (1 + t)), t => 1.0 / (1 + t));

    [Fact]
    public void LambdaLRTakesOneFunctionPerGroup()
    {
        var scheduler = new lr_scheduler.impl.LambdaLR(_optimizer, [t => t, _ => 3]);
        scheduler.step();
        scheduler.step();
        Numerics.AssertNumbers([2 * First, 3 * Second], Rates());
    }

    [Fact]
    public void CosineAnnealingLRIsHalfACosineAndRisesAgain()
    {
        var scheduler = lr_scheduler.CosineAnnealingLR(_optimizer, 5, 0.001);
        for (var t = 0; t <= 12; t++)
        {
            var height = (1 + Math.Cos(Math.PI * t / 5)) / 2;
            Numerics.AssertNumbers([0.001 + ((First - 0.001) * height), 0.001 + ((Second - 0.001) * height)], Rates(), 1e-9);
            scheduler.step();
        }
    }

    [Fact]
    public void SequentialLRStartsEachSchedulerAtItsMilestone()
    {
        var warmup = lr_scheduler.LinearLR(_optimizer, 0.1, 1.0, 4);
        var cosine = lr_scheduler.CosineAnnealingLR(_optimizer, 8);
        Check(
            lr_scheduler.SequentialLR(_optimizer, [warmup, cosine], [4]),
            t => t < 4 ? 0.1 + (0.9 * t / 4) : (1 + Math.Cos(Math.PI * (t - 4) / 8)) / 2);
        Assert.Throws<ArgumentException>(() => lr_scheduler.SequentialLR(_optimizer, [warmup, cosine], []));
    }

    [Fact]
    public void AnEpochIsComputedInClosedForm()
    {
        var scheduler = lr_scheduler.CosineAnnealingLR(_optimizer, 10);
        scheduler.step(5);
        Numerics.AssertNumbers([First / 2, Second / 2], Rates());
        Numerics.AssertNumbers([First / 2, Second / 2], [.. scheduler.get_last_lr()]);
    }

    [Fact]
    public void ReduceLROnPlateauWaitsOutItsPatienceAndCoolsDown()
    {
        var scheduler = lr_scheduler.ReduceLROnPlateau(_optimizer, "max", factor: 0.5, patience: 2, cooldown: 1, min_lr: [0.03, 0.005]);
        double[] accuracy = [0.5, 0.6, 0.6, 0.55, 0.59, 0.1, 0.2, 0.3, 0.4, 0.5, 0.9, 0.1];
        // Bad steps: three after the best at index 1 -> drop at 4; one cooling; three more -> drop at 8; ...
        double[] expected = [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.3, 0.3, 0.3, 0.3];
        for (var i = 0; i < accuracy.Length; i++)
        {
            scheduler.step(accuracy[i]);
            Assert.Equal(First * expected[i], _optimizer.ParamGroups.First().LearningRate, 12);
        }
        Assert.Equal(0.005, _optimizer.ParamGroups.Last().LearningRate, 12);
        Assert.Throws<InvalidOperationException>(() => scheduler.step());
    }

    [Fact]
    public void ReduceLROnPlateauByAbsoluteThreshold()
    {
        var scheduler = lr_scheduler.ReduceLROnPlateau(_optimizer, factor: 0.1, patience: 0, threshold: 0.5, threshold_mode: "abs");
        scheduler.step(10.0);
        scheduler.step(9.4);
        Assert.Equal(First, Rates()[0], 12);
        scheduler.step(9.0);
        Assert.Equal(First / 10, Rates()[0], 12);
        Assert.Throws<ArgumentException>(() => lr_scheduler.ReduceLROnPlateau(_optimizer, "median"));
        Assert.Throws<ArgumentException>(() => lr_scheduler.ReduceLROnPlateau(_optimizer, factor: 1));
    }

    private double[] Rates() => [.. _optimizer.ParamGroups.Select(group => group.LearningRate)];

    private void Check(lr_scheduler.LRScheduler scheduler, Func<int, double> factor)
    {
        for (var t = 0; t <= 12; t++)
        {
            Numerics.AssertNumbers([First * factor(t), Second * factor(t)], Rates());
            scheduler.step();
        }
    }
}
