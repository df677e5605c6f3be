namespace SerpentDsl.Experiments.Training;

/// <summary>A constant learning rate.</summary>
internal sealed class ConstantSchedule : LearningRateSchedule
{
    public override double FactorAt(int stepsTaken) => 1;
}
