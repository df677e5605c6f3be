using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Training;

namespace SerpentDsl.Experiments.Tests.Training;

public class LearningRateScheduleTests
{
    [Fact]
    public void The_cosine_warms_up_linearly_and_falls_to_zero()
    {
        var schedule = LearningRateSchedule.Create(Schedule.Cosine, totalSteps: 110, warmupSteps: 10, patience: 3);
        Assert.Equal(0.1, schedule.FactorAt(0), 12);
        Assert.Equal(0.5, schedule.FactorAt(4), 12);
        Assert.Equal(1.0, schedule.FactorAt(9), 12);
        for (var taken = 10; taken < 110; taken++)
        {
            Assert.Equal(0.5 * (1 + Math.Cos(Math.PI * (taken - 10) / 100)), schedule.FactorAt(taken), 12);
        }

        Assert.Equal(0.5, schedule.FactorAt(60), 12);
        Assert.Equal(0.0, schedule.FactorAt(110), 12);
        Assert.Equal(0.0, schedule.FactorAt(500), 12);
        Assert.False(schedule.EndEpoch(0.1));
    }

    [Fact]
    public void Without_warm_up_the_cosine_starts_at_the_full_rate() =>
        Assert.Equal(1.0, LearningRateSchedule.Create(Schedule.Cosine, 20, 0, 0).FactorAt(0), 12);

    [Fact]
    public void A_constant_rate_stays()
    {
        var schedule = LearningRateSchedule.Create(Schedule.Constant, 20, 0, 1);
        schedule.EndEpoch(0.5);
        schedule.EndEpoch(0.4);
        Assert.Equal(1.0, schedule.FactorAt(19));
    }

    [Fact]
    public void A_plateau_divides_by_five_after_its_patience()
    {
        var schedule = LearningRateSchedule.Create(Schedule.Plateau, 1000, 0, patience: 2);
        Assert.False(schedule.EndEpoch(0.50));
        Assert.False(schedule.EndEpoch(0.50)); // no better: one
        Assert.Equal(1.0, schedule.FactorAt(0));
        Assert.True(schedule.EndEpoch(0.49)); // two
        Assert.Equal(0.2, schedule.FactorAt(0), 12);
        Assert.False(schedule.EndEpoch(0.49)); // waits again
        Assert.False(schedule.EndEpoch(0.51)); // better
        Assert.False(schedule.EndEpoch(0.51));
        Assert.True(schedule.EndEpoch(0.51));
        Assert.Equal(0.04, schedule.FactorAt(0), 12);
    }

    [Fact]
    public void Patience_of_zero_never_ends()
    {
        var patience = new Patience(0);
        for (var epoch = 0; epoch < 100; epoch++)
        {
            Assert.Equal(epoch == 0, patience.Observe(0.3));
            Assert.False(patience.IsSpent);
        }
    }

    [Fact]
    public void Patience_is_spent_after_as_many_epochs_without_a_better_one()
    {
        var patience = new Patience(3);
        Assert.True(patience.Observe(0));
        Assert.True(patience.Observe(0.2));
        Assert.False(patience.Observe(0.2));
        Assert.False(patience.Observe(0.1));
        Assert.False(patience.IsSpent);
        Assert.False(patience.Observe(0.15));
        Assert.True(patience.IsSpent);
        Assert.Equal(0.2, patience.Best);
    }

    [Theory]
    [InlineData(null, 4, 80, 4, 10, 1)]
    [InlineData(30, 4, 30, 2, 3, 1)]
    [InlineData(5, 4, 5, 1, 0, 1)]
    [InlineData(null, 500, 10_000, 500, 100, 10)]
    public void A_plan_follows_from_options_and_data(int? maxSteps, int epochs, int total, int reached, int warmup, int interval)
    {
        TrainingOptions options = new()
        {
            Epochs = epochs,
            MaxSteps = maxSteps,
            BatchSize = 32,
            LearningRate = 1,
            WeightDecay = 0,
            Schedule = Schedule.Cosine,
            WarmupSteps = epochs == 4 ? 10 : 100,
            Patience = 0,
            GradientClip = 0,
        };
        Assert.Equal(new TrainingPlan(20, total, reached, Math.Min(warmup, total / 10), interval), TrainingPlan.Of(20, options));
        Assert.Equal(0, TrainingPlan.Of(20, options with { Schedule = Schedule.Constant }).WarmupSteps);
    }
}
