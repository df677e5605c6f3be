using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Cards;

/// <summary>One branch of a block as a card shows it.</summary>
/// <param name="Name">Prefix of the branch's modules, such as <c>branch0</c>.</param>
/// <param name="Entry">The layer before the sequence layer: a projection or a compression. Null when the sequence layer reads the block's
/// input.</param>
/// <param name="Core">The sequence layer.</param>
internal sealed record CardBranch(string Name, LayerSpec? Entry, LayerSpec Core)
{
    /// <summary>Whether the branch works on resampled points.</summary>
    public bool Resamples => Entry is { } entry && entry.Output.Contains(", K,", StringComparison.Ordinal);
}
