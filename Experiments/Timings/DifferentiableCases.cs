namespace SerpentDsl.Experiments.Timings;

/// <summary>The two cases of a differentiable function.</summary>
internal static class DifferentiableCases
{
    /// <summary>
    /// Forward alone, and forward with backward; their names end in <c>| fwd</c> and <c>| fwd+bwd</c>, as in the Python script.
    /// </summary>
    /// <param name="name">What both are called.</param>
    /// <param name="forward">The work of the forward pass.</param>
    /// <param name="both">The work of both passes; null: three times the operations and the bytes of the forward pass.</param>
    /// <param name="prepare">Sets the function up.</param>
    /// <param name="tokens">Positions that one call works on.</param>
    /// <param name="otherBaselines">Names without those endings.</param>
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
