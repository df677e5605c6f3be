namespace SerpentDsl.Experiments.Sweeps;

/// <summary>The state of a training of a sweep.</summary>
internal enum MemberState
{
    /// <summary>It waits for its turn.</summary>
    Waiting,

    /// <summary>A process trains it.</summary>
    Running,

    /// <summary>It was finished before this sweep began.</summary>
    Found,

    /// <summary>It was finished.</summary>
    Finished,

    /// <summary>It failed, and its log says why.</summary>
    Failed,

    /// <summary>The user stopped the sweep before it was finished.</summary>
    Stopped,
}
