namespace SerpentDsl.Experiments.Sweeps;

/// <summary>The state of one training of a sweep.</summary>
internal enum MemberState
{
    /// <summary>The training has not been started.</summary>
    Waiting,

    /// <summary>A process runs the training.</summary>
    Running,

    /// <summary>The training was finished before this sweep began.</summary>
    Found,

    /// <summary>The training was finished by this sweep.</summary>
    Finished,

    /// <summary>The training failed; its log has the error.</summary>
    Failed,

    /// <summary>The user stopped the sweep before the training was finished.</summary>
    Stopped,
}
