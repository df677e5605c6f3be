using System.Globalization;
using SerpentDsl.Experiments.Inspection;
using SerpentDsl.Experiments.Output;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands.Statements;

/// <summary>Prints the intervals, points and windows of a text.</summary>
internal static class TextInspectionStatement
{
    private const int WordsInSummary = 6;

    /// <summary>Prints a picture of each branch of one block.</summary>
    public static void Write(Terminal terminal, TextInspection inspection)
    {
        var console = terminal.Console;
        console.MarkupLineInterpolated($"[bold]{inspection.Architecture}[/] [grey]{inspection.Origin}[/]");
        var first = inspection.Branches[0].Name;
        InspectedBranch[] shown = [.. inspection.Branches.Where(
            branch => branch.Name[..branch.Name.LastIndexOf('.')] == first[..first.LastIndexOf('.')])];
        foreach (var branch in shown)
        {
            console.WriteLine();
            var points = $"{Figures.Count(inspection.Tokens.Count)} tokens became {Figures.Count(branch.Points)} points "
                + $"of at most {Figures.Count(branch.MostPoints)}";
            var rate = branch.RealisedRate.ToString("0.000", CultureInfo.InvariantCulture);
            var read = $"windows over {Figures.Percent(branch.Coverage)} of the tokens";
            console.MarkupLineInterpolated($"[bold]{branch.Name}[/] [grey]{branch.Declared}: {points}, realised rate {rate}, {read}[/]");
            console.WriteLine();
            TerminalPicture.Draw(console, inspection.Tokens, branch);
            var words = inspection.ByToken(branch);
            console.Write(Tables.Pairs(
            [
                ("longest", Words(words.Take(WordsInSummary))),
                ("shortest", Words(words.Reverse().Take(WordsInSummary))),
            ]));
        }

        if (shown.Length < inspection.Branches.Count)
        {
            terminal.Note($"Shown are the branches of the first block, of {Figures.Count(inspection.Branches.Count)} in all; --block N "
                + "shows another block, --html FILE all.");
        }
    }

    private static string Words(IEnumerable<(string Token, int Count, double Mean)> words) =>
        string.Join("   ", words.Select(word => $"{word.Token} {Figures.Percent(word.Mean)}"));
}
