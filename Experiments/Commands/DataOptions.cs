using CommandLine;
using SerpentDsl.Experiments.Data;
using SerpentDsl.Tasks;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>data</c>: makes a task's data ready and describes it.</summary>
[Verb("data", HelpText = "Make a task's data ready and describe it.")]
internal sealed class DataOptions : ModelOptions, ICommandOptions
{
    [Value(0, MetaName = "TASK", Hidden = true)]
    public string? Task { get; set; }

    public int Execute(CommandContext context)
    {
        ISequenceTask[] tasks = [.. TasksOf(context.Catalogue)];
        if (Task is null)
        {
            List(tasks, context.Terminal);
            return ExitCode.Success;
        }

        ISequenceTask task = tasks.FirstOrDefault(candidate => candidate.Name.Equals(Task, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException(NearestNames.Explain($"There is no task '{Task}'.", Task, tasks.Select(candidate => candidate.Name)));
        SequenceSplits splits = Load(task, DataFolders.Data(Data), DataFolders.Cache(Cache), context);
        Describe(task, splits, context.Terminal.Console);
        return ExitCode.Success;
    }

    /// <summary>The runtime's own tasks and those that recipes name.</summary>
    private static IEnumerable<ISequenceTask> TasksOf(ArchitectureCatalogue catalogue) =>
        typeof(ISequenceTask).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(ISequenceTask)))
            .Concat(catalogue.All.Select(spec => spec.Recipe?.Task).OfType<Type>())
            .Distinct()
            .Select(RecipeTasks.Create)
            .OfType<ISequenceTask>()
            .OrderBy(task => task.Name, StringComparer.Ordinal);

    private static void List(IEnumerable<ISequenceTask> tasks, Terminal terminal)
    {
        Table table = Tables.Plain();
        table.AddColumn("task").AddColumn(Tables.Number("tokens")).AddColumn(Tables.Number("classes")).AddColumn(Tables.Number("longest"));
        foreach (ISequenceTask task in tasks)
        {
            table.AddRow($"[bold]{Markup.Escape(task.Name)}[/]", Text.Count(task.Vocabulary), Text.Count(task.Classes), Text.Count(task.MaxLength));
        }

        terminal.Console.Write(table);
    }

    private static void Describe(ISequenceTask task, SequenceSplits splits, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{task.Name}[/] [grey]{splits.Source}[/]");
        Table table = Tables.Plain();
        table.AddColumn("split").AddColumn(Tables.Number("rows")).AddColumn(Tables.Number("shortest")).AddColumn(Tables.Number("median"))
            .AddColumn(Tables.Number("longest")).AddColumn("classes, in percent");
        foreach ((string name, IReadOnlyList<SequenceExample> rows) in new[] { ("train", splits.Train), ("validation", splits.Validation), ("test", splits.Test) })
        {
            int[] lengths = [.. rows.Select(row => row.Tokens.Length).Order()];
            Dictionary<int, int> classes = rows.CountBy(row => row.Label).ToDictionary();
            table.AddRow(
                name,
                Text.Count(rows.Count),
                Text.Count(lengths[0]),
                Text.Count(lengths[lengths.Length / 2]),
                Text.Count(lengths[^1]),
                string.Join("  ", Enumerable.Range(0, task.Classes).Select(label => Text.Percent((double)classes.GetValueOrDefault(label) / rows.Count)[..^2])));
        }

        console.Write(table);
        console.Write(Tables.Pairs(splits.Baselines.Select(baseline => (baseline.Name, Text.Percent(baseline.Accuracy)))));
    }
}
