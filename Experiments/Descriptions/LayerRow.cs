using System.Text.RegularExpressions;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>One row of a layer table: a layer, or the same layer of several equal blocks.</summary>
/// <param name="Name">Path of the layer's module; for a layer of several blocks with the range of their numbers:
/// <c>blocks.0-5.norm</c>.</param>
/// <param name="Times">Number of layers in this row.</param>
/// <param name="Layer">The layer; for several blocks that of the first.</param>
internal sealed partial record LayerRow(string Name, int Times, LayerSpec Layer)
{
    /// <summary>Paths of all layers of this row.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Groups layers that differ only in the number of their block; the order is kept.</summary>
    public static IReadOnlyList<LayerRow> Of(IReadOnlyList<LayerSpec> layers) =>
    [
        .. layers
            .GroupBy(layer => layer with { Name = BlockNumber.Replace(layer.Name, ".*.", 1) })
            .Select(Of),
    ];

    private static LayerRow Of(IEnumerable<LayerSpec> equal)
    {
        string[] names = [.. equal.Select(layer => layer.Name)];
        return new LayerRow(NameOf(names), names.Length, equal.First()) { Names = names };
    }

    private static string NameOf(string[] names) =>
        names.Length == 1
            ? names[0]
            : BlockNumber.Replace(names[0], $".{NumberIn(names[0])}-{NumberIn(names[^1])}.", 1);

    private static string NumberIn(string name) => BlockNumber.Match(name).Groups[1].Value;

    [GeneratedRegex(@"\.(\d+)\.")]
    private static partial Regex BlockNumber { get; }
}
