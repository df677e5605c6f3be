using System.Globalization;
using System.Text.RegularExpressions;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>
/// Turns a report into tables of text: the paper's table with our figures, the runs they come from, comparisons, missing runs.
/// </summary>
internal static partial class TableSections
{
    private const string Nothing = "–";

    /// <summary>The sections of a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="protocolArgument">The protocol's name or file, as given on the command line.</param>
    public static IEnumerable<ReportSection> Of(TableReport report, string protocolArgument)
    {
        yield return report.Cells[0].Paper is PaperLanguageFigures ? Language(report) : Accuracies(report);
        if (report.Cells.Any(cell => cell.Runs.Count > 0))
        {
            yield return Behind(report);
        }

        if (report.Comparisons.Count > 0)
        {
            yield return report.Cells[0].Paper is PaperLanguageFigures ? LanguageComparisons(report) : Comparisons(report);
        }

        if (report.Cells.Any(cell => cell.Protocol is null || cell.Missing.Count > 0))
        {
            yield return Missing(report, protocolArgument);
        }
    }

    private static ReportSection Accuracies(TableReport report)
    {
        IReadOnlyList<string> columns = [.. report.Table.Columns, "average"];
        var rows = report.Table.Rows.Select(row =>
        {
            ReportedCell[] cells = [.. report.Cells.Where(cell => cell.Model == row.Model)];
            double[] paper = [.. cells.Select(cell => ((PaperAccuracy)cell.Paper).Percent)];
            SampleMean?[] ours = [.. cells.Select(cell => cell.Accuracy)];
            var average = ours.All(mean => mean is not null) ? Percent(ours.Average(mean => mean!.Value)) : Nothing;
            return (string[])[row.Model, .. paper.Zip(ours).SelectMany(
                pair => new[] { Fixed(pair.First, 2), Percent(pair.Second) }), Fixed(paper.Average(), 2), average];
        });
        return new ReportSection(
            $"Table {report.Table.Number}: {report.Table.Title}",
            [new("model", false), .. columns.SelectMany(
                column => new ReportHeading[] { new($"{column}, paper", true), new("ours", true) })],
            [.. rows],
            $"Ours: mean ± standard error over the seeds; for a single seed, the binomial error √(p(1 − p)/n) of its n test rows. "
            + $"{string.Join(' ', report.Table.Notes)}");
    }

    private static ReportSection Language(TableReport report)
    {
        var rows = report.Cells.SelectMany(cell =>
        {
            var paper = (PaperLanguageFigures)cell.Paper;
            return new string[][]
            {
                [cell.Model, "paper", $"{Fixed(paper.MillionParameters, 1)} "
                    + "M", Fixed(paper.TopOne, 1), Fixed(paper.TopFive, 1), Fixed(paper.Loss, 2), Nothing, Fixed(paper.Perplexity, 0),
                    Nothing, Nothing],
                [
                    "", "ours", cell.Runs.Count == 0 ? Nothing : $"{Fixed(cell.Runs[0].Parameters / 1e6, 1)} M",
                    Percent(cell.Accuracy), Percent(cell.Over(test => test.TopFive)), Number(cell.Over(test => test.Loss), 3),
                    Number(cell.Over(test => test.Perplexity), 1), Number(cell.Over(test => test.BatchPerplexity), 1),
                    Number(cell.Over(test => test.BitsPerByte), 3), Number(cell.Over(test => test.WordPerplexity), 1),
                ],
            };
        });
        return new ReportSection(
            $"Table {report.Table.Number}: {report.Table.Title}",
            [
                new("model", false), new("", false), new("size", true), new("top-1", true), new("top-5", true), new("loss", true),
                new("e^loss", true),
                new("batches' e^loss", true), new("bits per byte", true), new("word perplexity", true),
            ],
            [.. rows],
            $"Ours: mean ± standard error over the seeds. {string.Join(' ', report.Table.Notes)}");
    }

    private static ReportSection Behind(TableReport report) => new(
        "Runs behind our figures",
        [
            new("cell", false), new("architecture", false), new("parameters", true), new("task", false), new("test rows", true),
            new("seeds", false),
            new("steps", true), new("a run", true), new("hardware", false), new("revision", false),
        ],
        [
            .. report.Cells.Where(cell => cell.Runs.Count > 0).Select(cell => new[]
            {
                $"{cell.Model} {cell.Column}",
                cell.Runs[0].Architecture,
                Figures.Count(cell.Runs[0].Parameters),
                $"{cell.Runs[0].Task} ({WithoutFolders(cell.Runs[0].DataSource)})",
                Each(cell.Runs, run => Rows(run.Result!.Test!)),
                string.Join(", ", cell.Runs.Select(run => run.Seed)),
                Each(cell.Runs, run => Figures.Count(run.Result!.Steps)),
                Figures.Duration(cell.Runs.Average(run => run.Result!.Seconds)),
                Each(cell.Runs, run => run.Hardware),
                Each(cell.Runs, run => Revision(run.GitRevision)),
            }),
        ]);

    private static ReportSection Comparisons(TableReport report) => new(
        "SeRpEnt against its baseline",
        [new("models", false), new("task", false), new("difference, points", true), new(
            "seed: rows that only SeRpEnt, only the baseline predicts correctly, mid-p", false)],
        [
            .. report.Comparisons.Select(pair => new[]
            {
                $"{pair.Model} − {pair.Baseline}",
                pair.Column,
                Percent(pair.Difference, signed: true),
                string.Join("; ", pair.Seeds.Select(seed => seed.MidP is { } p
                    ? string.Create(CultureInfo.InvariantCulture, $"{seed.Seed}: {seed.OnlyModel}, {seed.OnlyBaseline}, {Probability(p)}")
                    : $"{seed.Seed}: not tested on the same rows")),
            }),
        ],
        "McNemar's test on the same test rows, the exact test's mid-p value, two-sided; one for every seed, because runs on the same "
        + "rows are not independent.");

    private static ReportSection LanguageComparisons(TableReport report) => new(
        "SeRpEnt against its baseline",
        [new("models", false), new("top-1 difference, points", true), new("seeds", true)],
        [
            .. report.Comparisons.Select(pair => new[]
            {
                $"{pair.Model} − {pair.Baseline}", Percent(pair.Difference, signed: true), Figures.Count(pair.Difference.Count),
            }),
        ]);

    private static ReportSection Missing(TableReport report, string protocolArgument) => new(
        "What is missing",
        [new("cell", false), new("seeds", false), new("command", false)],
        [
            .. report.Cells.Where(cell => cell.Protocol is null).GroupBy(cell => cell.Model)
                .Select(row => new[]
                {
                    $"{row.Key} {string.Join(", ", row.Select(cell => cell.Column))}", "", $"not in the protocol {report.Protocol.Name}",
                }),
            .. report.Cells.Where(cell => cell.Missing.Count > 0).Select(cell => new[]
            {
                $"{cell.Model} {cell.Column}",
                string.Join(", ", cell.Missing),
                $"{RunnerCommand.Of(VerbNames.Table)} {report.Table.Number} --protocol {protocolArgument} --fill "
                + $"\"{cell.Protocol!.Title}\"",
            }),
        ]);

    /// <summary>The distinct values of a property over the runs.</summary>
    private static string Each(IReadOnlyList<StoredRun> runs, Func<StoredRun, string> of) => string.Join("; ", runs.Select(of).Distinct());

    /// <summary>Replaces paths by their last part, because the folders of the training machine mean nothing elsewhere.</summary>
    private static string WithoutFolders(string source) => Folders().Replace(source, "");

    [GeneratedRegex(@"(?<![^\s(])(?:[A-Za-z]:)?/(?:[^/\s]+/)+")]
    private static partial Regex Folders();

    private static string Rows(EvaluationMetrics test) =>
        test.Rows == test.SplitRows ? Figures.Count(test.Rows) : $"{Figures.Count(test.Rows)} of {Figures.Count(test.SplitRows)}";

    private static string Revision(string? revision) =>
        revision is null ? "unknown" : revision.Split('+') is [{ Length: > 10 } commit, .. var changes]
        ? $"{commit[..10]}{(changes.Length > 0 ? "+changes" : "")}"
        : revision;

    private static string Percent(SampleMean? mean, bool signed = false) => mean is null
        ? Nothing
        : $"{(signed && mean.Value >= 0 ? "+" : "")}{Percent(mean.Value)}{(mean.StandardError is { } error ? $" ± {Percent(error)}" : "")}";

    private static string Percent(double share) => Fixed(100 * share, 1);

    private static string Number(SampleMean? mean, int places) =>
        mean is null ? Nothing : $"{Fixed(mean.Value, places)}{(mean.StandardError is { } error ? $" ± {Fixed(error, places)}" : "")}";

    private static string Fixed(double number, int places) => number.ToString($"F{places}", CultureInfo.InvariantCulture);

    private static string Probability(double p) => p < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.000}");
}
