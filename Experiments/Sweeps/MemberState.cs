namespace SerpentDsl.Experiments.Sweeps;

/// <summary>Where a training of a sweep stands.</summary>
internal enum MemberState
{
    /// <summary>Its turn has not come.</summary>
    Waiting,

    /// <summary>A process trains it.</summary>
    Running,

    /// <summary>It was finished before this sweep began.</summary>
    Found,

    /// <summary>It came to its end.</summary>
    Finished,

    /// <summary>It did not, and its log says why.</summary>
    Failed,

    /// <summary>The user stopped the sweep before it came to its end.</summary>
    Stopped,
}
