namespace SerpentDsl.Experiments.Training;

/// <summary>A factor that changes during a training; the learning rate of each parameter group is multiplied by it.</summary>
internal abstract class LearningRateSchedule
{
    /// <summary>The factor for a step.</summary>
    /// <param name="stepsTaken">Number of steps before this one.</param>
    public abstract double FactorAt(int stepsTaken);

    /// <summary>Must be called after each epoch's evaluation.</summary>
    /// <param name="score">The score on the validation split; greater is better.</param>
    /// <returns>Whether the factor has changed.</returns>
    public virtual bool EndEpoch(double score) => false;

    /// <summary>The schedule that a recipe names.</summary>
    /// <param name="schedule">The kind of schedule.</param>
    /// <param name="totalSteps">Number of steps of the training.</param>
    /// <param name="warmupSteps">Number of steps of linear warm-up (cosine schedule only).</param>
    /// <param name="patience">Epochs without a better score before the factor falls (plateau schedule only); 0: never.</param>
    public static LearningRateSchedule Create(Schedule schedule, int totalSteps, int warmupSteps, int patience) => schedule switch
    {
        Schedule.Constant => new ConstantSchedule(),
        Schedule.Cosine => new CosineSchedule(totalSteps, warmupSteps),
        Schedule.Plateau => new PlateauSchedule(patience),
        _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, "There is no such schedule."),
    };
}
