using SerpentDsl.Experiments.Sweeps;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A model's row of a table.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Figures">The printed figures, one entry for each column; none if the paper does not have this model.</param>
/// <param name="Baselines">Names of the models that this one is compared with; none for a baseline.</param>
internal sealed record ResultRow(string Model, IReadOnlyList<PaperFigures> Figures, params IReadOnlyList<string> Baselines)
{
    /// <summary>Reads a row that a protocol adds.</summary>
    public static ResultRow Read(ConfigNode row, params string[] alsoKnown)
    {
        var members = row.Members(["model", "baseline", .. alsoKnown]);
        return new ResultRow(row.Member("model").String(), [], members.TryGetValue("baseline", out var baseline) ? baseline.Strings() : []);
    }
}
