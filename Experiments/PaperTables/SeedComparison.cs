using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>Compares a model with its baseline, both trained with the same seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Difference">Test accuracy minus the baseline's.</param>
/// <param name="OnlyModel">Test rows that only the model predicts correctly; null if the two runs did not read the same test rows.</param>
/// <param name="OnlyBaseline">Test rows that only the baseline predicts correctly; null as above.</param>
/// <param name="MidP">McNemar's mid-p value: the probability of a split this uneven if both models are equally good.</param>
internal sealed record SeedComparison(long Seed, double Difference, int? OnlyModel, int? OnlyBaseline, double? MidP)
{
    /// <summary>Compares two finished runs.</summary>
    public static SeedComparison Of(StoredRun model, StoredRun baseline)
    {
        var difference = (model.Result!.Test!.Accuracy - baseline.Result!.Test!.Accuracy) ?? 0;
        return TestOutcomes.Read(model.Path) is { } first && TestOutcomes.Read(baseline.Path) is { } second
            && TestOutcomes.Discordant(first, second) is var (onlyModel, onlyBaseline)
                ? new SeedComparison(model.Seed, difference, onlyModel, onlyBaseline, McNemar.MidP(onlyModel, onlyBaseline))
                : new SeedComparison(model.Seed, difference, null, null, null);
    }
}
