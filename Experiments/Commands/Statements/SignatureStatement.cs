using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Theory.Signatures;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands.Statements;

/// <summary><c>theory signature</c>: which models compute terms of the signature of a path.</summary>
internal static class SignatureStatement
{
    /// <summary>Computes, prints and writes what the options ask for.</summary>
    public static void Run(TheoryOptions options, CommandContext context)
    {
        var settings = options.Full ? SignatureSettings.Full : SignatureSettings.Reduced;
        ExperimentRows.Run(
            options,
            context,
            SignatureExperiment.Run(settings, options.Seed, context.Cancellation),
            row => $"{row.Dimensions} dimensions, {row.Model}: {row.Text()} ({Figures.Duration(row.Seconds)})",
            (console, rows) => Report(console, settings, rows),
            (page, rows) => SignaturePage.Write(page, settings, options.Seed, rows));
    }

    private static void Report(IAnsiConsole console, SignatureSettings settings, IReadOnlyList<SignatureRow> rows)
    {
        console.MarkupLine("[bold]Signatures[/] [grey]root mean squared error of S¹² and S¹²³ of random paths, labels scaled to 1[/]");
        console.MarkupLine($"[grey]{Figures.Count(settings.Paths)} paths of {settings.Length} points; stacks of width {settings.Width}, "
            + $"{settings.States} states, {Figures.Count(settings.Steps)} steps; linear CDE of {settings.CdeStates} states, fitted to "
            + $"{Figures.Count(settings.Fitted)} paths[/]");
        var table = Tables.Plain();
        table.AddColumn("model");
        foreach (var term in new[] { "S¹²", "S¹²³" })
        {
            table.AddColumn(Tables.Number(term)).AddColumn(Tables.Number("of the mean's")).AddColumn(Tables.Number("paper"));
        }

        foreach (var model in rows.GroupBy(row => row.Model))
        {
            table.AddRow(
            [
                $"[bold]{Markup.Escape(model.Key)}[/]",
                .. model.SelectMany(row => new[] { row.Text(), Figures.Percent(row.OfMean), $"[grey]{row.Published()}[/]" }),
            ]);
        }

        console.Write(table);
        console.MarkupLine("[grey]of the mean's: the error as a share of that of always answering the mean label. paper: smallest and "
            + "largest of five seeds, at full size.[/]");
    }
}
