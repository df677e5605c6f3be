namespace SerpentDsl.Experiments.Runs;

/// <summary>How a training ended.</summary>
internal enum TrainingStatus
{
    /// <summary>All planned steps were taken.</summary>
    Completed,

    /// <summary>The validation score did not improve for as many epochs as the recipe's patience.</summary>
    StoppedEarly,

    /// <summary>The user stopped the training. A checkpoint was saved.</summary>
    Interrupted,

    /// <summary>The loss, a gradient or a parameter was NaN or infinite.</summary>
    Diverged,
}
