namespace SerpentDsl.Experiments.Training;

/// <summary>
/// Step t of w warm-up steps has the factor t / w; after them it falls as ½(1 + cos πp), with p the share of the remaining
/// steps taken, from 1 towards 0.
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
        // Counted from 1, so that the first step of a warm-up is not lost on a rate of zero.
        if (stepsTaken < _warmupSteps)
        {
            return (stepsTaken + 1.0) / _warmupSteps;
        }

        var progress = Math.Min(1, (stepsTaken - _warmupSteps) / Math.Max(1.0, _totalSteps - _warmupSteps));
        return 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}
