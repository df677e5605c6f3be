using SerpentDsl.Experiments.Commands.Common;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands.Statements;

/// <summary>Runs an experiment whose rows come one after another, each after a training.</summary>
internal static class ExperimentRows
{
    /// <summary>Computes the rows, and prints and writes what the options ask for.</summary>
    /// <param name="options">Whether JSON or a page is asked for.</param>
    /// <param name="context">Receives the output.</param>
    /// <param name="experiment">Computes the rows.</param>
    /// <param name="progress">A line about a row that is done.</param>
    /// <param name="report">Prints the table of all rows.</param>
    /// <param name="writePage">Writes the page of all rows to a file.</param>
    public static void Run<TRow>(
        TheoryOptions options,
        CommandContext context,
        IEnumerable<TRow> experiment,
        Func<TRow, string> progress,
        Action<IAnsiConsole, IReadOnlyList<TRow>> report,
        Action<string, IReadOnlyList<TRow>> writePage)
    {
        var rows = new List<TRow>();
        foreach (var row in experiment)
        {
            rows.Add(row);
            context.Terminal.Note(progress(row));
        }

        if (options.Json)
        {
            context.Terminal.WriteJson(rows);
        }
        else
        {
            report(context.Terminal.Console, rows);
        }

        if (options.Html is { } page)
        {
            writePage(page, rows);
            context.Terminal.Note($"The page is {page}.");
        }
    }
}
