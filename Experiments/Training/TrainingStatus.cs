namespace SerpentDsl.Experiments.Training;

/// <summary>How a training ended.</summary>
internal enum TrainingStatus
{
    /// <summary>All its steps were taken.</summary>
    Completed,

    /// <summary>The validation accuracy had not risen for the recipe's patience.</summary>
    StoppedEarly,

    /// <summary>The user stopped it; its parameters are saved.</summary>
    Interrupted,

    /// <summary>The loss or the gradient was no longer a number.</summary>
    Diverged,
}
