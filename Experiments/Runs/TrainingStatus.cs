namespace SerpentDsl.Experiments.Runs;

/// <summary>How a training ended.</summary>
internal enum TrainingStatus
{
    /// <summary>All its steps were taken.</summary>
    Completed,

    /// <summary>The validation accuracy had not risen for the recipe's patience.</summary>
    StoppedEarly,

    /// <summary>The user stopped it; its parameters are saved.</summary>
    Interrupted,

    /// <summary>The loss, the gradient or a parameter was NaN or infinite.</summary>
    Diverged,
}
