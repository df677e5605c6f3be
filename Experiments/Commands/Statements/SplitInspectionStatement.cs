using SerpentDsl.Experiments.Inspection;
using SerpentDsl.Experiments.Output;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands.Statements;

/// <summary>Prints the intervals of a split by token.</summary>
internal static class SplitInspectionStatement
{
    private const int TokensAtEachEnd = 6;

    /// <summary>Prints a table of groups of tokens for each branch, with the tokens of the longest and shortest intervals.</summary>
    public static void Write(Terminal terminal, SplitInspection inspection)
    {
        var console = terminal.Console;
        console.MarkupLineInterpolated($"[bold]{inspection.Architecture}[/] [grey]{inspection.Origin}[/]");
        console.MarkupLineInterpolated($"[grey]{inspection.Split}, {Figures.Plural(inspection.Rows, "row")}; intervals in percent of ρ[/]");
        foreach (var branch in inspection.Branches)
        {
            console.WriteLine();
            var summary = $"ρ {branch.Rate}: mean {Figures.Percent(branch.Mean)}, deviation {Figures.Percent(branch.Deviation)}, of whose "
                + $"variance the token explains {Figures.Percent(branch.ExplainedByToken)}";
            console.MarkupLineInterpolated($"[bold]{branch.Name}[/] [grey]{summary}[/]");
            var table = Tables.Plain();
            table.AddColumn("tokens").AddColumn(Tables.Number("places")).AddColumn(Tables.Number("mean"))
                .AddColumn(Tables.Number("deviation"));
            foreach (var group in branch.Groups)
            {
                table.AddRow(group.Name, Figures.Count(group.Count), Figures.Percent(group.Mean), Figures.Percent(group.Deviation));
            }

            console.Write(table);
            console.Write(Tables.Pairs(
            [
                ("longest", Words(branch.Tokens.Take(TokensAtEachEnd))),
                ("shortest", Words(branch.Tokens.Reverse().Take(TokensAtEachEnd))),
            ]));
        }
    }

    private static string Words(IEnumerable<IntervalGroup> tokens) =>
        string.Join("   ", tokens.Select(token => $"{VisibleText.Of(token.Name)} {Figures.Percent(token.Mean)}"));
}
