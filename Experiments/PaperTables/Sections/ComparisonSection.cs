using System.Globalization;

namespace SerpentDsl.Experiments.PaperTables.Sections;

/// <summary>Models against their baselines, and in a sentence what follows.</summary>
internal static class ComparisonSection
{
    public static ReportSection Of(TableReport report) => new(
        "Models against their baselines",
        [
            new("models", false), new("task", false), new("difference, points", true), new("follows", false),
            new("seed: rows that only the model, only the baseline predicts correctly, mid-p", false),
        ],
        [
            .. report.Comparisons.Select(pair => new[]
            {
                $"{pair.Model} − {pair.Baseline}",
                pair.Column,
                ReportText.Percent(pair.Difference, signed: true),
                Word(pair.Verdict),
                report.IsLanguage ? "" : string.Join("; ", pair.Seeds.Select(Seed)),
            }),
        ],
        $"The difference of each seed, averaged; {ReportText.Interval}. A model is better or worse if this interval leaves out zero. "
        + (report.IsLanguage
            ? ""
            : "McNemar's test on the same test rows, the exact test's mid-p value, two-sided; one for every seed, because runs on the same "
                + "rows are not independent. ")
        + Conclusion(report.Comparisons));

    /// <summary>What follows from all comparisons of a table.</summary>
    internal static string Conclusion(IReadOnlyList<PairComparison> comparisons) => string.Join(' ', comparisons
        .GroupBy(pair => (pair.Model, pair.Baseline))
        .Select(pairs => $"{pairs.Key.Model} against {pairs.Key.Baseline}: {string.Join(", ", Verdicts(pairs))}."));

    private static IEnumerable<string> Verdicts(IEnumerable<PairComparison> pairs) => pairs
        .GroupBy(pair => pair.Verdict)
        .OrderBy(group => group.Key)
        .Select(group => $"{Word(group.Key)} on {string.Join(", ", group.Select(pair => pair.Column))}");

    private static string Word(PairVerdict verdict) => verdict switch
    {
        PairVerdict.Better => "better",
        PairVerdict.Worse => "worse",
        PairVerdict.Undecided => "undecided",
        _ => "one seed does not decide",
    };

    private static string Seed(SeedComparison seed) => seed.MidP is { } p
        ? string.Create(CultureInfo.InvariantCulture, $"{seed.Seed}: {seed.OnlyModel}, {seed.OnlyBaseline}, {ReportText.Probability(p)}")
        : $"{seed.Seed}: not tested on the same rows";
}
