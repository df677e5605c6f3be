using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Theory.StateTracking;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands.Statements;

/// <summary><c>theory a5</c>: how many blocks models need to track the state of a group.</summary>
internal static class TrackingStatement
{
    /// <summary>Computes, prints and writes what the options ask for.</summary>
    public static void Run(TheoryOptions options, CommandContext context)
    {
        var settings = options.Full ? TrackingSettings.Full : TrackingSettings.Reduced;
        ExperimentRows.Run(
            options,
            context,
            TrackingExperiment.Run(settings, options.Seed, context.Cancellation),
            row => $"{row.Model}, length {row.Length}: {Text(row)} ({Figures.Duration(row.Seconds)})",
            (console, rows) => Report(console, settings, rows),
            (page, rows) => TrackingPage.Write(page, settings, options.Seed, rows));
    }

    /// <summary>A row's blocks and best accuracy in tables.</summary>
    private static string Text(TrackingRow row) => $"{row.Solved()} ({Figures.Percent(row.Accuracies.Max())})";

    private static void Report(IAnsiConsole console, TrackingSettings settings, IReadOnlyList<TrackingRow> rows)
    {
        console.MarkupLine("[bold]State tracking[/] [grey]fewest blocks that multiply elements of A5, by length of the sequence[/]");
        console.MarkupLine($"[grey]width {settings.Width}, {settings.States} states, linear CDE {settings.CdeStates}, {settings.Batch} "
            + $"sequences a step, at most {Figures.Count(settings.Steps)} steps and {settings.MostBlocks} blocks[/]");
        var table = Tables.Plain();
        table.AddColumn("model");
        foreach (var length in settings.Lengths)
        {
            table.AddColumn(Tables.Number($"length {length}")).AddColumn(Tables.Number("paper"));
        }

        foreach (var model in rows.GroupBy(row => row.Model))
        {
            table.AddRow(
            [
                $"[bold]{Markup.Escape(model.Key)}[/]",
                .. model.SelectMany(row => new[] { Text(row), $"[grey]{row.Published()}[/]" }),
            ]);
        }

        console.Write(table);
        console.MarkupLine("[grey]In brackets: the best accuracy over all positions, on sequences that were not trained on. Solved is "
            + $"above {Figures.Percent(TrackingExperiment.Solved)}. –: not solved with these blocks and steps. paper: at full size.[/]");
    }
}
