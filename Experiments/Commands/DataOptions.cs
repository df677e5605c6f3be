using System.Diagnostics;
using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Displays;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Downloads;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>data</c>: lists tasks, downloads their data, makes it ready, checks and describes it.</summary>
[Verb("data", HelpText = "List the tasks, or fetch (download), prepare, check or describe (stats) the data of one.")]
internal sealed partial class DataOptions : DataFolderOptions, ICommandOptions, IOwnDataOptions
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
        // Without a task's name, --data can only be data of the user's own.
        var named = Task ?? (Action is null || s_actions.Contains(Action) ? null : Action);
        var own = OwnDataReader.Read(this, DataFolders.Data(Data), architecture: null, named);
        if (Action is null && own is null)
        {
            List(context);
            return ExitCode.Success;
        }

        var (action, task) = own is null ? Resolve(context) : (Action ?? "stats", own.MakeTask());
        if (From is not null && action != "fetch")
        {
            throw new UsageException("--from is for 'data fetch' only.");
        }

        var (data, cache) = (own, action) switch
        {
            (not null, _) => (null, DataFolders.Cache(Cache)),
            (_, "fetch") => (DataFolders.Data(Data), DataFolders.Cache(Cache)),
            _ => ResolveFolders(),
        };
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
    private (string Action, ITask Task) Resolve(CommandContext context)
    {
        if (s_actions.Contains(Action))
        {
            return (Action!, Find(Task ?? throw new UsageException($"'data {Action}' needs the name of a TASK ('data' lists them), or data "
                + "of your own, named by --data.")));
        }

        return Task is null
            ? ("stats", Find(Action!))
            : throw new UsageException(NearestNames.Explain($"There is no action '{Action}'.", Action!, s_actions));

        ITask Find(string name) => RecipeTasks.Find(name, context.Catalogue.All);
    }

    private static void List(CommandContext context)
    {
        var terminal = context.Terminal;
        var tasks = RecipeTasks.All(context.Catalogue.All, terminal.Note);
        var table = Tables.Plain();
        table.AddColumn("task").AddColumn("of").AddColumn(Tables.Number("tokens")).AddColumn(Tables.Number("classes"))
            .AddColumn(Tables.Number("longest")).AddColumn("data");
        foreach (var task in tasks)
        {
            var (kind, classes, longest) = task switch
            {
                ISequenceTask sequences => ("sequences", sequences.Classes, sequences.MaxLength),
                IPairTask pairs => ("pairs", pairs.Classes, pairs.MaxLength),
                ISeriesTask { IsClassification: true } series => ("series", series.Outputs, series.MaxLength),
                ISeriesTask series => ("series", (int?)null, series.MaxLength),
                _ => ("running text", (int?)null, (int?)null),
            };
            table.AddRow(
                $"[bold]{Markup.Escape(task.Name)}[/]",
                kind,
                KnownCount(task.Vocabulary),
                KnownCount(classes),
                KnownCount(longest),
                task is IPublishedTask published
                    ? $"from {string.Join(", ", published.PublicFiles.Select(file => file.Location.Host))}"
                    : task is DataFileTask own ? own.Source : "made here");
        }

        terminal.Console.Write(table);
    }

    /// <summary>A size of a task; empty where there is none, or where it follows from data that is not loaded.</summary>
    private static string KnownCount(int? count) => count is > 0 ? Figures.Count(count.Value) : "";

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
        TaskCheck.Require(task, statistics.Problems);
        var rows = string.Join(" / ", statistics.Splits.Select(split => Figures.Count(split.Rows)));
        console.MarkupLineInterpolated(
            $"[bold]{task.Name}[/] is sound: {rows} {(task is ILanguageTask ? "tokens" : "rows")} [grey]{statistics.Source}[/]");
        TellCut(task, statistics, console);
    }

    private static void TellCut(ITask task, TaskStatistics statistics, IAnsiConsole console)
    {
        if (statistics.Cut is { Any: true } cut)
        {
            console.MarkupLineInterpolated($"[yellow]{CutText.Of(cut, task is ISeriesTask ? "positions" : "tokens")}[/]");
        }
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
        TellCut(task, statistics, console);
    }
}
