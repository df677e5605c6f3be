using System.Text;
using Spectre.Console;

namespace SerpentDsl.Experiments.Inspection;

/// <summary>
/// Draws a resampled branch in characters: a bar for each token's interval, and below the tokens the windows and the points.
/// </summary>
internal static class TerminalPicture
{
    private const string Levels = " ▁▂▃▄▅▆▇█";

    /// <summary>Draws a branch.</summary>
    /// <param name="console">The console to draw on.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="branch">The branch's intervals, points and windows.</param>
    public static void Draw(IAnsiConsole console, IReadOnlyList<string> tokens, InspectedBranch branch)
    {
        var unicode = console.Profile.Capabilities.Unicode;
        const int Indent = 2;
        var width = Math.Max(20, console.Profile.Width - Indent - 1);
        var lines = new TokenLines([.. tokens.Select(token => (double)token.Length + 1)], width);
        var lanes = branch.Lanes();
        (int Line, int Column)[] places = [.. Enumerable.Range(0, branch.Points).Select(Place)];
        for (var line = 0; line < lines.Count; line++)
        {
            StringBuilder upper = new(new string(' ', Indent)), lower = new(new string(' ', Indent)), names = new(new string(' ', Indent));
            foreach (var token in lines.TokensOf(line))
            {
                var colour = branch.Standing(token) switch { > 0.67 => "green", < 0.33 => "grey", _ => "default" };
                var length = tokens[token].Length;
                var share = branch.Intervals[token] / branch.Rate;
                var level = (int)Math.Round(share * 2 * (Levels.Length - 1));
                var high = unicode ? new string(Levels[Math.Max(0, level - (Levels.Length - 1))], length) : new string(' ', length);
                var low = unicode
                    ? new string(Levels[Math.Min(level, Levels.Length - 1)], length)
                    : new string((char)('0' + Math.Min(9, (int)(10 * share))), length);
                upper.Append($"[{colour}]{high}[/] ");
                lower.Append($"[{colour}]{low}[/] ");
                names.Append($"[{colour}]{Markup.Escape(tokens[token])}[/] ");
            }

            if (unicode)
            {
                console.MarkupLine(upper.ToString());
            }

            console.MarkupLine(lower.ToString());
            console.MarkupLine(names.ToString());
            foreach (var row in Windows(line))
            {
                console.MarkupLine($"{new string(' ', Indent)}[blue]{Markup.Escape(row)}[/]");
            }

            console.WriteLine();
        }

        (int Line, int Column) Place(int point)
        {
            var (token, share) = branch.PlaceOf(point);
            var column = (int)(lines.Begin(token) + (share * tokens[token].Length));
            return (lines.LineOf(token), Math.Min(column, (int)lines.End(token) - 2));
        }

        IEnumerable<string> Windows(int line)
        {
            var (begin, through, end, dot) = unicode ? ('╶', '─', '╴', '●') : ('[', '-', ']', 'o');
            var rows = new SortedDictionary<int, char[]>();
            for (var point = 0; point < branch.Points; point++)
            {
                var window = branch.WindowOf(point);
                var here = places[point].Line == line;
                if (lines.PartOf(line, window) is not { } part && !here)
                {
                    continue;
                }

                if (!rows.TryGetValue(lanes[point], out var row))
                {
                    rows.Add(lanes[point], row = [.. Enumerable.Repeat(' ', width)]);
                }

                if (lines.PartOf(line, window) is { } shown)
                {
                    var (from, to) = ((int)lines.Begin(shown.First), Math.Min((int)lines.End(shown.Last) - 2, width - 1));
                    Array.Fill(row, through, from, to - from + 1);
                    row[from] = shown.First == window.First ? begin : through;
                    row[to] = shown.Last == window.Last ? end : through;
                }

                if (here)
                {
                    row[Math.Min(places[point].Column, width - 1)] = dot;
                }
            }

            return rows.Values.Select(row => new string(row).TrimEnd());
        }
    }
}
