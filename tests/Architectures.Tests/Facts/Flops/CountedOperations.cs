using System.Globalization;
using System.Text.RegularExpressions;
using SerpentDsl.Specs;
using SerpentDsl.Testing;

namespace SerpentDsl.Architectures.Tests.Facts.Flops;

/// <summary>The operations that were counted once, from <c>counted.csv</c>, which says how.</summary>
internal static partial class CountedOperations
{
    /// <summary>The row of what no layer does, such as sums of branches.</summary>
    public const string BetweenLayers = "between layers";

    /// <summary>The whole file.</summary>
    public static IReadOnlyList<CountedRow> All { get; } =
    [
        .. File.ReadLines(RepositoryRoot.Combine("tests", "Architectures.Tests", "Facts", "Flops", "counted.csv"))
            .Where(line => !line.StartsWith('#'))
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => new CountedRow(
                cells[0], Number(cells[1]), Number(cells[2]), cells[3], cells[4], Number(cells[5]), Number(cells[6]), Number(cells[7]))),
    ];

    /// <summary>Every architecture that may have rows: the tree's, and the samples of layers that these do not use.</summary>
    public static IReadOnlyList<ArchitectureSpec> Models { get; } = [.. DeclaredArchitectures.All, .. CountedLayers.All];

    /// <summary>Models with rows of a pass.</summary>
    public static TheoryData<string> NamesWith(string pass) =>
        [.. Models.Where(model => Of(model, pass).Any()).Select(model => model.Name)];

    /// <summary>A model by its name.</summary>
    public static ArchitectureSpec Find(string name) => Models.First(model => model.Name == name);

    /// <summary>The rows of a model and a pass.</summary>
    public static IEnumerable<CountedRow> Of(ArchitectureSpec model, string pass) =>
        All.Where(row => row.Architecture == model.Name && row.Pass == pass);

    /// <summary>What the rows call a layer: blocks are added up.</summary>
    public static string RowOf(LayerSpec layer) => Block().Replace(layer.Name, "blocks.*.");

    private static long Number(string cell) => long.Parse(cell, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^blocks\.\d+\.")]
    private static partial Regex Block();
}
