namespace SerpentDsl.Experiments.Timings;

/// <summary>Makes the two cases of a differentiable function.</summary>
internal static class DifferentiableCases
{
    /// <summary>
    /// Makes a case of the forward pass, and one of the forward and backward pass; their names end in <c>| fwd</c> and <c>| fwd+bwd</c>, as
    /// in
    /// the Python script.
    /// </summary>
    /// <param name="name">Name of both cases, without the ending.</param>
    /// <param name="forward">Work of the forward pass.</param>
    /// <param name="both">Work of both passes; null: three times that of the forward pass.</param>
    /// <param name="prepare">Sets the function up.</param>
    /// <param name="tokens">Number of positions that one call processes; 0: none.</param>
    /// <param name="otherBaselines">Other names in a file of the Python script, without the endings.</param>
    public static IEnumerable<BenchmarkCase> Of(
        string name, Work forward, Work? both, Func<Belongings, Operation> prepare, long tokens = 0, params string[] otherBaselines) =>
    [
        new BenchmarkCase($"{name} | fwd", owned => prepare(owned).Forward())
        {
            Work = forward,
            Tokens = tokens,
            OtherBaselines = [.. otherBaselines.Select(other => $"{other} | fwd")],
        },
        new BenchmarkCase($"{name} | fwd+bwd", owned => prepare(owned).ForwardAndBackward())
        {
            Work = both ?? forward * 3,
            Tokens = tokens,
            OtherBaselines = [.. otherBaselines.Select(other => $"{other} | fwd+bwd")],
        },
    ];
}
