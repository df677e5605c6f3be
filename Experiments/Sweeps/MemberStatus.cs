using System.Diagnostics;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>The status of one training of a sweep.</summary>
/// <param name="Member">The training.</param>
/// <param name="State">The training's state.</param>
internal sealed record MemberStatus(SweepMember Member, MemberState State)
{
    /// <summary>Folder of the run; null before the start.</summary>
    public string? Folder { get; init; }

    /// <summary>File with the output of the process; null before the start.</summary>
    public string? Log { get; init; }

    /// <summary>The run; null until the process ended.</summary>
    public StoredRun? Run { get; init; }

    /// <summary>The error in a few words; null without an error.</summary>
    public string? Problem { get; init; }

    /// <summary>Time at which the process was started, as a time stamp of <see cref="Stopwatch"/>.</summary>
    public long Began { get; init; }
}
