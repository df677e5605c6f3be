namespace SerpentDsl.Experiments.Training;

/// <summary>The learning rate stays as it is.</summary>
internal sealed class ConstantSchedule : LearningRateSchedule
{
    public override double FactorAt(int stepsTaken) => 1;
}
