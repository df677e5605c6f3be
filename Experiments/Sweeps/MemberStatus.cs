using System.Diagnostics;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>The status of a training of a sweep.</summary>
/// <param name="Member">The training.</param>
/// <param name="State">Its state.</param>
internal sealed record MemberStatus(SweepMember Member, MemberState State)
{
    /// <summary>Folder of its run, once it has one.</summary>
    public string? Folder { get; init; }

    /// <summary>What its process printed.</summary>
    public string? Log { get; init; }

    /// <summary>Its run, once it ended.</summary>
    public StoredRun? Run { get; init; }

    /// <summary>What went wrong, in a few words.</summary>
    public string? Problem { get; init; }

    /// <summary>When its process was started, as a time stamp of <see cref="Stopwatch"/>.</summary>
    public long Began { get; init; }
}
