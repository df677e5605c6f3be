namespace SerpentDsl.Experiments.Evaluations;

/// <summary>Realised compression rates, or coverage, of a model's branches.</summary>
internal static class CompressionRates
{
    /// <summary>The mean rate of each branch over all blocks, in the order of the branches.</summary>
    /// <param name="rates">Rates or shares by the paths of the compression layers, such as <c>blocks.0.branch1_compression</c>.</param>
    /// <returns>For each branch the name of its compression layer in a block, <c>branch1_compression</c>, and its mean rate.</returns>
    public static IEnumerable<(string Layer, double Rate)> ByBranch(IReadOnlyDictionary<string, double> rates) =>
        rates.GroupBy(entry => entry.Key[(entry.Key.LastIndexOf('.') + 1)..]).Select(
            branch => (branch.Key, branch.Average(entry => entry.Value)));
}
