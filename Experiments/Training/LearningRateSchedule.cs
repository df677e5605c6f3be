namespace SerpentDsl.Experiments.Training;

/// <summary>A factor on every parameter group's own learning rate, over time.</summary>
internal abstract class LearningRateSchedule
{
    /// <summary>The factor for a step.</summary>
    /// <param name="stepsTaken">Steps taken before it.</param>
    public abstract double FactorAt(int stepsTaken);

    /// <summary>Tells the schedule how an epoch ended.</summary>
    /// <param name="score">The score on the validation split: the greater, the better.</param>
    /// <returns>Whether the factor has changed for it.</returns>
    public virtual bool EndEpoch(double score) => false;

    /// <summary>The schedule a recipe names.</summary>
    /// <param name="schedule">The kind of schedule.</param>
    /// <param name="totalSteps">Steps of the whole training.</param>
    /// <param name="warmupSteps">Steps of linear warm-up (cosine).</param>
    /// <param name="patience">Epochs without a better score until the rate falls (plateau); 0 for never.</param>
    public static LearningRateSchedule Create(Schedule schedule, int totalSteps, int warmupSteps, int patience) => schedule switch
    {
        Schedule.Constant => new ConstantSchedule(),
        Schedule.Cosine => new CosineSchedule(totalSteps, warmupSteps),
        Schedule.Plateau => new PlateauSchedule(patience),
        _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, "There is no such schedule."),
    };
}
