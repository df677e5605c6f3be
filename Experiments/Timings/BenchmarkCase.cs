namespace SerpentDsl.Experiments.Timings;

/// <summary>Something to be timed.</summary>
/// <param name="Name">Its name; that of the same case of the Python script where there is one.</param>
/// <param name="Prepare">
/// Sets it up and gives what is timed. The tensors that either makes are freed by a scope around it; the rest belongs into the belongings.
/// </param>
internal sealed record BenchmarkCase(string Name, Func<Belongings, Action> Prepare)
{
    /// <summary>The least work that a call must do, from which its least possible time follows.</summary>
    public required Work Work { get; init; }

    /// <summary>Positions that one call works on, for a time per token; 0: not meaningful.</summary>
    public long Tokens { get; init; }

    /// <summary>Whether the reference path is timed beside it. Not for operators of libtorch, nor where it would take minutes.</summary>
    public bool HasReference { get; init; } = true;

    /// <summary>What else it is compared with in a file of the Python script.</summary>
    public IReadOnlyList<string> OtherBaselines { get; init; } = [];

    /// <summary>Whether it is of the size of a kernel, for the benchmarks that measure these alone.</summary>
    public bool IsKernel { get; init; } = true;
}
