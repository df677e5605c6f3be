using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Reports.RunReport;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Tasks;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>report</c>: writes a web page about runs, or event files for TensorBoard.</summary>
[Verb("report", HelpText = "Write a web page about one or more runs: curves, results, configuration, architecture.")]
internal sealed class ReportOptions : ModelOptions, ICommandOptions
{
    private const string FileName = "report.html";
    private const long Seed = 1;

    [Value(0, MetaName = "RUN...", Required = true, Hidden = true)]
    public IEnumerable<string> Folders { get; set; } = [];

    [Option("out", MetaValue = "FILE",
        HelpText = "The page to write (default: report.html in the run's folder, or for several runs in this folder).")]
    public string? Out { get; set; }

    [Option("evaluate",
        HelpText = "Also run the models on the test split, for confusion matrices, generated texts and learned intervals; the results "
            + "are cached in the runs' folders.")]
    public bool Evaluate { get; set; }

    [Option("text", HelpText = "Show the intervals that resampling models learned for this text; cached in the runs' folders.")]
    public string? Content { get; set; }

    [Option("batch-size", MetaValue = "N", HelpText = "With --evaluate: sequences per batch (default: the run's).")]
    public int? BatchSize { get; set; }

    [Option("tensorboard", MetaValue = "FOLDER",
        HelpText = "Write TensorBoard event files to this folder; no page is written unless --out is given.")]
    public string? TensorBoard { get; set; }

    public int Execute(CommandContext context)
    {
        Require.AtLeast(1, BatchSize, "--batch-size");
        string[] folders = [.. Folders];
        var runs = ReportRun.Read(folders, context.Catalogue);
        foreach (var problem in runs.SelectMany(run => run.Metrics.Problems))
        {
            context.Terminal.Note(problem);
        }

        if (TensorBoard is not null)
        {
            foreach (var file in TensorBoardEvents.Write(TensorBoard, runs))
            {
                context.Terminal.Output.WriteLine(file);
            }

            if (Out is null)
            {
                return ExitCode.Success;
            }
        }

        var path = Out ?? (folders.Length == 1 ? Path.Combine(folders[0], FileName) : FileName);
        ReportPage.Write(path, [.. runs.Select(run => run with { Insights = InsightsOf(run, context) })], ReportAssets.HasCharts);
        context.Terminal.Output.WriteLine(path);
        return ExitCode.Success;
    }

    private RunInsights? InsightsOf(ReportRun run, CommandContext context)
    {
        var kept = RunInsights.Of(run.Folder);
        if (!Evaluate && Content is null)
        {
            return kept;
        }

        var device = PrepareDevice();
        var checkpoint = RunFolder.FindCheckpoint(run.Folder, null);
        using var source = ModelSource.Open(run.Folder, Seed, context.Catalogue);
        var task = TaskOf(source.Architecture, run.Configuration, run.Folder, context);
        var (data, cache) = FoldersOf(run.Configuration);
        using var progress = new TaskProgressDisplay(context.Terminal);
        var examination = new RunExamination(
            source, task, new TaskContext(cache, data, progress), torch.device(device), context.Cancellation);
        var insights = kept ?? new RunInsights(Path.GetFileName(checkpoint), RunInsights.DigestOf(checkpoint));

        // Before the evaluation, which may move the model to another device: intervals are computed on the CPU.
        if (Content is not null)
        {
            insights = insights with { Inspection = examination.Inspect(Content) };
        }

        if (Evaluate)
        {
            var options = run.Configuration["options"];
            var evaluated = examination.Evaluate(
                insights,
                (int?)options?["maxLength"],
                BatchSize ?? (int?)options?["batchSize"] ?? RecipeDefaults.For(task.GetType()).BatchSize);
            insights = Content is null ? evaluated : evaluated with { Inspection = insights.Inspection };
        }

        insights.Keep(run.Folder);
        return insights;
    }
}
