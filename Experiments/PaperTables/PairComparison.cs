namespace SerpentDsl.Experiments.PaperTables;

/// <summary>Compares a model with its baseline, seed by seed on the same test rows.</summary>
/// <param name="Model">The model.</param>
/// <param name="Baseline">The model's baseline.</param>
/// <param name="Column">The task.</param>
/// <param name="Difference">Test accuracy minus the baseline's, over the seeds that both have.</param>
/// <param name="Seeds">The comparison for each seed, with McNemar's test where both runs read the same rows.</param>
internal sealed record PairComparison(
    string Model, string Baseline, string Column, SampleMean Difference, IReadOnlyList<SeedComparison> Seeds)
{
    /// <summary>What the seeds say together.</summary>
    public PairVerdict Verdict => Difference.HalfWidth is not { } width ? PairVerdict.OneSeed
        : Difference.Value > width ? PairVerdict.Better
        : Difference.Value < -width ? PairVerdict.Worse
        : PairVerdict.Undecided;

    /// <summary>Compares two cells; null if they have no seed in common.</summary>
    public static PairComparison? Of(ReportedCell model, ReportedCell baseline)
    {
        SeedComparison[] seeds =
        [
            .. model.Runs.Join(baseline.Runs, run => run.Seed, run => run.Seed, SeedComparison.Of),
        ];
        return SampleMean.Of([.. seeds.Select(seed => seed.Difference)]) is { } difference
            ? new PairComparison(model.Model, baseline.Model, model.Column, difference, seeds)
            : null;
    }
}
