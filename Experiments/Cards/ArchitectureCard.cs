using System.Text.RegularExpressions;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Cards;

/// <summary>
/// The layers of an architecture, grouped as the drawings of its card need them; everything is read from the specification.
/// </summary>
internal sealed partial class ArchitectureCard
{
    private const string FirstBlock = "blocks.0.";

    public ArchitectureCard(ArchitectureSpec spec)
    {
        Spec = spec;
        Before = [.. spec.Layers.TakeWhile(layer => !IsInBlocks(layer))];
        After = [.. spec.Layers.Skip(Before.Count).SkipWhile(IsInBlocks)];
        LayerSpec[] block = [.. spec.Layers.Where(layer => layer.Name.StartsWith(FirstBlock, StringComparison.Ordinal))];
        Depth = block.Length == 0
            ? 0
            : spec.Layers.Count(layer => IsInBlocks(layer) && layer.Name.EndsWith("." + PartOf(block[0]), StringComparison.Ordinal));
        Branches =
        [
            .. block.Where(layer => BranchOf(layer) is not null)
                .GroupBy(BranchOf)
                .Select(parts => new CardBranch(parts.Key!, parts.Count() > 1 ? parts.First() : null, parts.Last())),
        ];
        Leading = [.. block.TakeWhile(layer => BranchOf(layer) is null)];
        LayerSpec[] trailing = [.. block.Skip(Leading.Count).Where(layer => BranchOf(layer) is null)];
        Inner = [.. trailing.Where(layer => PartOf(layer) != "norm")];
        Closing = trailing.FirstOrDefault(layer => PartOf(layer) == "norm");
    }

    /// <summary>The architecture.</summary>
    public ArchitectureSpec Spec { get; }

    /// <summary>Layers before the blocks.</summary>
    public IReadOnlyList<LayerSpec> Before { get; }

    /// <summary>Layers after the blocks.</summary>
    public IReadOnlyList<LayerSpec> After { get; }

    /// <summary>Number of blocks.</summary>
    public int Depth { get; }

    /// <summary>Layers of a block before its branches: a norm, or none.</summary>
    public IReadOnlyList<LayerSpec> Leading { get; }

    /// <summary>Branches of a block.</summary>
    public IReadOnlyList<CardBranch> Branches { get; }

    /// <summary>Layers of a block between its branches and the skip connection.</summary>
    public IReadOnlyList<LayerSpec> Inner { get; }

    /// <summary>The norm after the skip connection; null where a block has none.</summary>
    public LayerSpec? Closing { get; }

    /// <summary>The declared value of an option.</summary>
    /// <param name="owner">The part of the declaration that sets the option, such as <c>backbone</c> or <c>branch1</c>.</param>
    /// <param name="name">Name of the option.</param>
    public string? Option(string owner, string name) =>
        Spec.Options.FirstOrDefault(option => option.Owner == owner && option.Name == name)?.Value;

    /// <summary>A layer's name without the prefix of its block; outside the blocks its whole name.</summary>
    public static string PartOf(LayerSpec layer) => BlockPrefix.Replace(layer.Name, "", 1);

    private static bool IsInBlocks(LayerSpec layer) => BlockPrefix.IsMatch(layer.Name);

    private static string? BranchOf(LayerSpec layer) =>
        BranchPrefix.Match(PartOf(layer)) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^blocks\.\d+\.")]
    private static partial Regex BlockPrefix { get; }

    [GeneratedRegex(@"^(branch\d+)_")]
    private static partial Regex BranchPrefix { get; }
}
