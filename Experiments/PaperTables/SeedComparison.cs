using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A model against its baseline, both trained with one seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Difference">Test accuracy less the baseline's.</param>
/// <param name="OnlyModel">Test rows that only the model got right; null if the two were not tested on the same rows.</param>
/// <param name="OnlyBaseline">Test rows that only the baseline got right.</param>
/// <param name="MidP">McNemar's mid-p value: how likely so uneven a split is, were both equally good.</param>
internal sealed record SeedComparison(long Seed, double Difference, int? OnlyModel, int? OnlyBaseline, double? MidP)
{
    /// <summary>Compares two finished runs.</summary>
    public static SeedComparison Of(StoredRun model, StoredRun baseline)
    {
        var difference = model.Result!.Test!.Accuracy - baseline.Result!.Test!.Accuracy;
        return TestOutcomes.Read(model.Path) is { } first && TestOutcomes.Read(baseline.Path) is { } second
            && TestOutcomes.Discordant(first, second) is var (onlyModel, onlyBaseline)
                ? new SeedComparison(model.Seed, difference, onlyModel, onlyBaseline, McNemar.MidP(onlyModel, onlyBaseline))
                : new SeedComparison(model.Seed, difference, null, null, null);
    }
}
