using System.Text.RegularExpressions;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>One row of a layer table: a layer, or the same layer of several equal blocks.</summary>
/// <param name="Name">Path of the module; of several, with the range of their numbers: <c>blocks.0-5.norm</c>.</param>
/// <param name="Times">How many there are.</param>
/// <param name="Layer">The layer, or the first of them.</param>
internal sealed partial record LayerRow(string Name, int Times, LayerSpec Layer)
{
    /// <summary>The paths of all of them.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The layers in order, those of blocks that differ in their number alone as one.</summary>
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
