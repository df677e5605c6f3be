using System.Text.Json.Nodes;
using CommandLine;
using SerpentDsl.Tasks;
using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Reports.Runs;
using SerpentDsl.Experiments.Training;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>report</c>: runs as one web page, or as event files for TensorBoard.</summary>
[Verb("report", HelpText = "Write one web page about runs: curves, numbers, configuration, architecture.")]
internal sealed class ReportOptions : ModelOptions, ICommandOptions
{
    private const string FileName = "report.html";
    private const long Seed = 1;

    [Value(0, MetaName = "RUN...", Required = true, Hidden = true)]
    public IEnumerable<string> Folders { get; set; } = [];

    [Option("out", HelpText = "The page (default: report.html, in the folder of a single run, else in this folder).")]
    public string? Out { get; set; }

    [Option("evaluate", HelpText = "Run the models on the test split, for confusion matrices or continued texts, and intervals over a first row; kept beside the runs.")]
    public bool Evaluate { get; set; }

    [Option("text", HelpText = "Show the learned intervals over this text, where a model resamples; kept beside the runs.")]
    public string? Content { get; set; }

    [Option("batch-size", HelpText = "Sequences per batch with --evaluate (default: the run's).")]
    public int? BatchSize { get; set; }

    [Option("tensorboard", MetaValue = "FOLDER", HelpText = "Write event files for TensorBoard there, and a page only where --out names one.")]
    public string? TensorBoard { get; set; }

    public int Execute(CommandContext context)
    {
        Require(BatchSize, "--batch-size");
        string[] folders = [.. Folders];
        IReadOnlyList<ReportRun> runs = ReportRun.Read(folders, context.Catalogue);
        foreach (string problem in runs.SelectMany(run => run.Metrics.Problems))
        {
            context.Terminal.Note(problem);
        }

        if (TensorBoard is not null)
        {
            foreach (string file in TensorBoardEvents.Write(TensorBoard, runs))
            {
                context.Terminal.Output.WriteLine(file);
            }

            if (Out is null)
            {
                return ExitCode.Success;
            }
        }

        string path = Out ?? (folders.Length == 1 ? Path.Combine(folders[0], FileName) : FileName);
        ReportPage.Write(path, [.. runs.Select(run => run with { Insights = InsightsOf(run, context) })], ReportAssets.HasCharts);
        context.Terminal.Output.WriteLine(path);
        return ExitCode.Success;
    }

    private RunInsights? InsightsOf(ReportRun run, CommandContext context)
    {
        RunInsights? kept = RunInsights.Of(run.Folder);
        if (!Evaluate && Content is null)
        {
            return kept;
        }

        string device = PrepareDevice();
        string checkpoint = RunFolder.FindCheckpoint(run.Folder, null);
        using ModelSource source = ModelSource.Open(run.Folder, Seed, context);
        ITask task = TaskOf(source.Architecture, (string?)run.Configuration["task"], context);
        string? data = DataFolders.Data(Data ?? (string?)run.Configuration["dataFolder"]);
        string cache = DataFolders.Cache(Cache ?? (string?)run.Configuration["cacheFolder"]);
        using var progress = new TaskProgressDisplay(context.Terminal);
        var examination = new RunExamination(source, task, new TaskContext(cache, data, progress), torch.device(device), context.Cancellation);
        RunInsights insights = kept ?? new RunInsights(Path.GetFileName(checkpoint), RunInsights.DigestOf(checkpoint));

        // On the CPU, where looking into a model happens; evaluating moves it.
        if (Content is not null)
        {
            insights = insights with { Inspection = examination.Inspect(Content) };
        }

        if (Evaluate)
        {
            JsonNode? options = run.Configuration["options"];
            RunInsights evaluated = examination.Evaluate(insights, (int?)options?["maxLength"], BatchSize ?? (int?)options?["batchSize"] ?? source.Architecture.Recipe!.BatchSize);
            insights = Content is null ? evaluated : evaluated with { Inspection = insights.Inspection };
        }

        insights.Keep(run.Folder);
        return insights;
    }
}
