using System.Text.RegularExpressions;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.PaperTables.Sections;

/// <summary>The runs that the figures come from.</summary>
internal static partial class RunsSection
{
    public static ReportSection Of(TableReport report) => new(
        "Runs behind our figures",
        [
            new("cell", false), new("architecture", false), new("task", false), new("test rows", true), new("seeds", false),
            new("steps", true), new("hardware", false), new("revision", false),
        ],
        [
            .. report.Cells.Where(cell => cell.Runs.Count > 0).Select(cell => new[]
            {
                $"{cell.Model} {cell.Column}",
                cell.Runs[0].Architecture,
                $"{cell.Runs[0].Task} ({WithoutFolders(cell.Runs[0].DataSource)})",
                Each(cell.Runs, run => Rows(run.Result!.Test!)),
                string.Join(", ", cell.Runs.Select(run => run.Seed)),
                Each(cell.Runs, run => Figures.Count(run.Result!.Steps)),
                Each(cell.Runs, run => run.Hardware),
                Each(cell.Runs, run => Revision(run.GitRevision)),
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
}
