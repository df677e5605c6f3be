namespace SerpentDsl.Experiments.Runs;

/// <summary>How far a run has come.</summary>
internal enum RunState
{
    /// <summary>A process is training it.</summary>
    Running,

    /// <summary>The training has ended.</summary>
    Finished,

    /// <summary>The training was stopped, or its process ended; it can be resumed.</summary>
    Interrupted,

    /// <summary>The loss, a gradient or a parameter was NaN or infinite.</summary>
    Diverged,

    /// <summary>The parameters are from a checkpoint of others; nothing was trained.</summary>
    Imported,

    /// <summary>Written by <c>export</c> for programs that use the model.</summary>
    Exported,
}
