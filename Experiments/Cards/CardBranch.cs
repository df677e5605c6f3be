using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Cards;

/// <summary>One branch of a block as a card shows it.</summary>
/// <param name="Name">Its prefix among the modules: <c>branch0</c>.</param>
/// <param name="Entry">What leads into it: a projection or a compression; null when it reads the block's input itself.</param>
/// <param name="Core">Its sequence layer.</param>
internal sealed record CardBranch(string Name, LayerSpec? Entry, LayerSpec Core)
{
    /// <summary>Whether it works on resampled points.</summary>
    public bool Resamples => Entry is { } entry && entry.Output.Contains(", K,", StringComparison.Ordinal);
}
