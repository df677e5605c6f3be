namespace SerpentDsl.Experiments.Training;

/// <summary>
/// Warm-up and cosine decay: step t of w warm-up steps has the factor t / w. Later steps have the factor ½(1 + cos πp), which falls from 1
/// towards 0; p is the share of the steps after the warm-up that are taken.
/// </summary>
internal sealed class CosineSchedule : LearningRateSchedule
{
    private readonly int _totalSteps;
    private readonly int _warmupSteps;

    public CosineSchedule(int totalSteps, int warmupSteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(warmupSteps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(warmupSteps, totalSteps);
        _totalSteps = totalSteps;
        _warmupSteps = warmupSteps;
    }

    public override double FactorAt(int stepsTaken)
    {
        // Counted from 1, because a factor of 0 would waste the first step.
        if (stepsTaken < _warmupSteps)
        {
            return (stepsTaken + 1.0) / _warmupSteps;
        }

        var progress = Math.Min(1, (stepsTaken - _warmupSteps) / Math.Max(1.0, _totalSteps - _warmupSteps));
        return 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}
