using CommandLine;
using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Reports.Runs;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>report</c>: runs as one web page.</summary>
[Verb("report", HelpText = "Write one web page about runs: curves, numbers, configuration, architecture.")]
internal sealed class ReportOptions : ModelOptions, ICommandOptions
{
    private const string FileName = "report.html";

    [Value(0, MetaName = "RUN...", Required = true, Hidden = true)]
    public IEnumerable<string> Folders { get; set; } = [];

    [Option("out", HelpText = "The page (default: report.html, in the folder of a single run, else in this folder).")]
    public string? Out { get; set; }

    public int Execute(CommandContext context)
    {
        string[] folders = [.. Folders];
        IReadOnlyList<ReportRun> runs = ReportRun.Read(folders, context.Catalogue);
        foreach (string problem in runs.SelectMany(run => run.Metrics.Problems))
        {
            context.Terminal.Note(problem);
        }

        if (!ReportAssets.HasCharts)
        {
            context.Terminal.Fail("this runner was built without the charts that a report is drawn with. Install Node.js with npm, run ./setup.sh, which fetches them, and try again.");
            return ExitCode.Failure;
        }

        string path = Out ?? (folders.Length == 1 ? Path.Combine(folders[0], FileName) : FileName);
        ReportPage.Write(path, [.. runs.Select(run => run with { Insights = RunInsights.Of(run.Folder) })], []);
        context.Terminal.Output.WriteLine(path);
        return ExitCode.Success;
    }
}
