using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>runs</c>: lists the runs below a folder with their states and scores.</summary>
[Verb("runs", HelpText = "List runs with their states and scores.")]
internal sealed class RunsOptions : ICommandOptions
{
    [Value(0, MetaName = "FOLDER", Hidden = true)]
    public string? Folder { get; set; }

    [Option("state", MetaValue = "STATE", HelpText = "Only runs that are running, finished, interrupted, diverged or imported.")]
    public string? State { get; set; }

    [Option("architecture", MetaValue = "NAME", HelpText = "Only runs of this architecture.")]
    public string? Architecture { get; set; }

    [Option("task", MetaValue = "TASK", HelpText = "Only runs on this task.")]
    public string? Task { get; set; }

    [Option("sort", MetaValue = "started|score|path",
        HelpText = "Newest first (default), best score first within each task, or by the folder's path.")]
    public string? Sort { get; set; }

    [Option("json", HelpText = "Print a JSON array.")]
    public bool Json { get; set; }

    /// <summary>Orders of the list.</summary>
    private enum Order
    {
        Started,
        Score,
        Path,
    }

    public int Execute(CommandContext context)
    {
        RunState? state = State is null ? null : Require.Choice<RunState>(State, "--state");
        var order = Sort is null ? Order.Started : Require.Choice<Order>(Sort, "--sort");
        var folder = Folder ?? RunStore.DefaultFolder;
        if (Folder is not null && !Directory.Exists(folder))
        {
            throw new UsageException(folder.Length == 0 ? "FOLDER is empty; name a folder of runs." : $"There is no folder {folder}.");
        }

        var all = RunStore.Scan<RunSummary>(folder, RunSummary.Read, context.Terminal.Note);
        RunSummary[] runs = [.. Sorted(
            all.Where(run => (state is null || run.State == state) && Fits(Architecture, run.Architecture) && Fits(Task, run.Task)),
            order)];
        if (Json)
        {
            context.Terminal.WriteJson(runs);
        }
        else if (runs.Length == 0)
        {
            context.Terminal.Console.WriteLine(
                all.Count > 0
                    ? $"None of the {Figures.Plural(all.Count, "run")} in {folder} is of this kind."
                    : $"There are no runs in {folder}. '{RunnerCommand.Of(VerbNames.Train)} NAME' makes one.");
        }
        else
        {
            context.Terminal.Console.Write(TableOf(runs));
        }

        return ExitCode.Success;
    }

    private static bool Fits(string? wanted, string? name) => wanted is null || wanted.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<RunSummary> Sorted(IEnumerable<RunSummary> runs, Order order) => order switch
    {
        Order.Path => runs,
        Order.Score => runs
            .OrderBy(run => run.Task, StringComparer.Ordinal)
            .ThenBy(run => run.Score?.Measure, StringComparer.Ordinal)
            .ThenBy(run => run.Score is null)
            .ThenByDescending(run => run.Score is { } score ? score.GreaterIsBetter ? score.Value : -score.Value : 0),
        _ => runs.OrderByDescending(run => run.Started),
    };

    private static Table TableOf(IEnumerable<RunSummary> runs)
    {
        var table = Tables.Plain();
        table.AddColumn(new TableColumn("run").NoWrap()).AddColumn("state").AddColumn("architecture").AddColumn("task")
            .AddColumn(Tables.Number("steps")).AddColumn(Tables.Number("epochs")).AddColumn("score")
            .AddColumn(new TableColumn("started (UTC)").NoWrap());
        foreach (var run in runs)
        {
            table.AddRow(
                Markup.Escape(run.Path),
                Coloured(run.State),
                Markup.Escape(run.Architecture),
                Markup.Escape(run.Task ?? "-"),
                Progress(run.Step, run.PlannedSteps),
                Progress(run.Epoch, run.PlannedEpochs),
                run.Score is { } score ? Markup.Escape(ScoreText.Of(score)) : "-",
                FormattableString.Invariant($"{run.Started:yyyy-MM-dd HH:mm}"));
        }

        return table;
    }

    private static string Coloured(RunState state) => state switch
    {
        RunState.Running => "[green]running[/]",
        RunState.Interrupted => "[yellow]interrupted[/]",
        RunState.Diverged => "[red]diverged[/]",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static string Progress(int done, int planned) =>
        planned == 0 ? "-" : done == planned ? Figures.Count(done) : $"{Figures.Count(done)} of {Figures.Count(planned)}";
}
