namespace SerpentDsl.Experiments.PaperTables.Sections;

/// <summary>Losses and accuracies of language models, beside the paper's.</summary>
internal static class LanguageSection
{
    public static ReportSection Of(TableReport report) => new(
        report.Title,
        [
            new("model", false), new("", false), new("size", true), new("top-1", true), new("top-5", true), new("loss", true),
            new("e^loss", true), new("batches' e^loss", true), new("bits per byte", true), new("word perplexity", true),
        ],
        [.. report.Cells.SelectMany(Rows)],
        $"Ours: mean over the seeds; {ReportText.Interval}. {string.Join(' ', report.Table.Notes)}");

    private static IEnumerable<string[]> Rows(ReportedCell cell)
    {
        if (cell.Paper is PaperLanguageFigures paper)
        {
            yield return
            [
                cell.Model, "paper", $"{ReportText.Fixed(paper.MillionParameters, 1)} M", ReportText.Fixed(paper.TopOne, 1),
                ReportText.Fixed(paper.TopFive, 1), ReportText.Fixed(paper.Loss, 2), ReportText.Nothing,
                ReportText.Fixed(paper.Perplexity, 0), ReportText.Nothing, ReportText.Nothing,
            ];
        }

        yield return
        [
            cell.Paper is null ? cell.Model : "", "ours",
            cell.Runs.Count == 0 ? ReportText.Nothing : $"{ReportText.Fixed(cell.Runs[0].Parameters / 1e6, 1)} M",
            ReportText.Percent(cell.Accuracy), ReportText.Percent(cell.Over(test => test.TopFive)),
            ReportText.Number(cell.Over(test => test.Loss), 3), ReportText.Number(cell.Over(test => test.Perplexity), 1),
            ReportText.Number(cell.Over(test => test.BatchPerplexity), 1), ReportText.Number(cell.Over(test => test.BitsPerByte), 3),
            ReportText.Number(cell.Over(test => test.WordPerplexity), 1),
        ];
    }
}
