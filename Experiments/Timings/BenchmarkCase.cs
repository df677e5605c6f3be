namespace SerpentDsl.Experiments.Timings;

/// <summary>A computation to be timed.</summary>
/// <param name="Name">Name of the case; equal to that of the same case in the Python script, if there is one.</param>
/// <param name="Prepare">
/// Sets the case up and returns the action to time. Tensors are freed by a surrounding dispose scope; everything else must be added to the
/// belongings.
/// </param>
internal sealed record BenchmarkCase(string Name, Func<Belongings, Action> Prepare)
{
    /// <summary>The least work of a call, from which the machine's limit for the case follows.</summary>
    public required Work Work { get; init; }

    /// <summary>Number of positions that one call processes, for a time per token; 0: no such time.</summary>
    public long Tokens { get; init; }

    /// <summary>
    /// Whether the reference path is timed too. False for libtorch's operators, and where the reference path would take minutes.
    /// </summary>
    public bool HasReference { get; init; } = true;

    /// <summary>Other names in a file of the Python script with which the case is compared.</summary>
    public IReadOnlyList<string> OtherBaselines { get; init; } = [];

    /// <summary>Whether the case has the size of a single kernel; only these are in benchmarks/Dsl.Runtime.Benchmarks.</summary>
    public bool IsKernel { get; init; } = true;
}
