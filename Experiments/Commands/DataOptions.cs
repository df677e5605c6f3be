using System.Diagnostics;
using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Downloads;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>data</c>: lists tasks, downloads their data, makes it ready, checks and describes it.</summary>
[Verb("data", HelpText = "List the tasks, or fetch (download), prepare, check or describe (stats) the data of one.")]
internal sealed class DataOptions : DataFolderOptions, ICommandOptions
{
    private static readonly string[] s_actions = ["prepare", "check", "stats", "fetch"];

    [Value(0, MetaName = "ACTION", Hidden = true)]
    public string? Action { get; set; }

    [Value(1, MetaName = "TASK", Hidden = true)]
    public string? Task { get; set; }

    [Option("from", MetaValue = "URL",
        HelpText = "With fetch: download from this URL instead of the published one; a URL that ends in / is a folder. Files go to "
            + "--data.")]
    public string? From { get; set; }

    public int Execute(CommandContext context)
    {
        if (Action is null)
        {
            List(RecipeTasks.All(context.Catalogue.All), context.Terminal);
            return ExitCode.Success;
        }

        var (action, name) = Resolve();
        var task = RecipeTasks.Find(name, context.Catalogue.All);
        if (From is not null && action != "fetch")
        {
            throw new UsageException("--from is for 'data fetch' only.");
        }

        var (data, cache) = ResolveFolders();
        using var progress = new TaskProgressDisplay(context.Terminal);
        var taskContext = new TaskContext(cache, data, progress) { Rebuild = action == "check" };
        if (action == "fetch")
        {
            Fetch(task, taskContext, progress, context);
            return ExitCode.Success;
        }

        var began = Stopwatch.GetTimestamp();
        var statistics = TaskStatistics.Of(task, taskContext, context.Cancellation);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        switch (action)
        {
            case "prepare":
                context.Terminal.Console.MarkupLineInterpolated(
                    $"[bold]{task.Name}[/] is ready after {Figures.Duration(seconds)} [grey]{statistics.Source}[/]");
                break;
            case "check":
                Check(task, statistics, context.Terminal.Console);
                break;
            default:
                Describe(task, statistics, context.Terminal.Console);
                break;
        }

        return ExitCode.Success;
    }

    /// <summary>The action and the task; a task without an action means <c>stats</c>.</summary>
    private (string Action, string Task) Resolve()
    {
        var isAction = s_actions.Contains(Action);
        if (isAction)
        {
            return (Action!, Task ?? throw new UsageException($"'data {Action}' needs the name of a TASK; 'data' lists them."));
        }

        return Task is null
            ? ("stats", Action!)
            : throw new UsageException(NearestNames.Explain($"There is no action '{Action}'.", Action!, s_actions));
    }

    private static void List(IEnumerable<ITask> tasks, Terminal terminal)
    {
        var table = Tables.Plain();
        table.AddColumn("task").AddColumn("of").AddColumn(Tables.Number("tokens")).AddColumn(Tables.Number("classes"))
            .AddColumn(Tables.Number("longest")).AddColumn("data");
        foreach (var task in tasks)
        {
            var (kind, classes, longest) = task switch
            {
                ISequenceTask sequences => ("sequences", sequences.Classes, sequences.MaxLength),
                IPairTask pairs => ("pairs", pairs.Classes, pairs.MaxLength),
                _ => ("running text", (int?)null, (int?)null),
            };
            table.AddRow(
                $"[bold]{Markup.Escape(task.Name)}[/]",
                kind,
                Figures.Count(task.Vocabulary),
                classes is null ? "" : Figures.Count(classes.Value),
                longest is null ? "" : Figures.Count(longest.Value),
                task is IPublishedTask published
                    ? $"from {string.Join(", ", published.PublicFiles.Select(file => file.Location.Host))}"
                    : "made here");
        }

        terminal.Console.Write(table);
    }

    private void Fetch(ITask task, TaskContext taskContext, TaskProgressDisplay progress, CommandContext context)
    {
        if (task is not IPublishedTask published)
        {
            throw new UsageException($"{task.Name} has nothing to download: 'data prepare {task.Name}' makes its data.");
        }

        Uri? from = null;
        if (From is not null && (!Uri.TryCreate(From, UriKind.Absolute, out from) || from.Scheme is not ("http" or "https")))
        {
            throw new UsageException($"--from is '{From}'; it must be an http or https URL.");
        }

        var folder = taskContext.DataFolder ?? taskContext.FetchedFolder;
        var files = new TaskFetcher(new DownloadSettings(), progress)
            .Fetch(published, folder, from, context.Cancellation).GetAwaiter().GetResult();
        foreach (var file in files)
        {
            context.Terminal.Console.MarkupLineInterpolated($"{file} [grey]{Figures.Quantity(new FileInfo(file).Length, "B")}[/]");
        }
    }

    private static void Check(ITask task, TaskStatistics statistics, IAnsiConsole console)
    {
        if (statistics.Problems.Count > 0)
        {
            throw new TaskDataException(
                $"The data of {task.Name} does not fit the task's declaration:\n  {string.Join("\n  ", statistics.Problems)}");
        }

        var rows = string.Join(" / ", statistics.Splits.Select(split => Figures.Count(split.Rows)));
        console.MarkupLineInterpolated(
            $"[bold]{task.Name}[/] is sound: {rows} {(task is ILanguageTask ? "tokens" : "rows")} [grey]{statistics.Source}[/]");
    }

    private static void Describe(ITask task, TaskStatistics statistics, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{task.Name}[/] [grey]{statistics.Source}[/]");
        var table = Tables.Plain();
        table.AddColumn("split");
        foreach (var heading in statistics.Headings)
        {
            table.AddColumn(heading.StartsWith("classes", StringComparison.Ordinal) ? new TableColumn(heading) : Tables.Number(heading));
        }

        foreach (var split in statistics.Splits)
        {
            table.AddRow([split.Name, .. split.Cells]);
        }

        console.Write(table);
        console.Write(Tables.Pairs([.. statistics.Baselines, .. statistics.Notes]));
    }
}
