using System.Globalization;
using System.Text;
using SerpentDsl.Experiments.Inspection;

namespace SerpentDsl.Experiments.Reports;

/// <summary>Shows resampled branches on a web page, with a picture for each branch.</summary>
internal static class InspectionPage
{
    private const double Width = 1060;
    private const double BarHeight = 58;
    private const double TokenHeight = 24;
    private const double LaneHeight = 11;
    private const double LineGap = 26;
    private const double LetterWidth = 7.9;
    private const int MostTokensInSummary = 24;

    /// <summary>CSS rules of the pictures, in addition to those of every page.</summary>
    public const string Style = """
        .card header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; margin-bottom: 14px; }
        .token text { font: 13px ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        .bar { fill: color-mix(in oklab, var(--high) calc(var(--v) * 100%), var(--low)); }
        .token:hover .bar { fill: var(--point); }
        .track { fill: var(--faint); }
        .legend .track { fill: var(--rule); }
        .window line { stroke: var(--window); stroke-width: 1.5; }
        .window circle { fill: var(--point); }
        .window:hover line { stroke: var(--point); stroke-width: 3; }
        .legend { display: flex; flex-wrap: wrap; gap: 6px 26px; color: var(--muted); font-size: 13px; margin-top: 18px; }
        .legend span { display: inline-flex; align-items: center; gap: 8px; }
        .words { display: flex; flex-wrap: wrap; gap: 6px 22px; margin-top: 16px; padding-top: 14px; border-top: 1px solid var(--faint);
          font-size: 13px; }
        .words div { display: grid; grid-template-columns: auto 64px auto; align-items: center; gap: 8px; }
        .words i { display: block; height: 8px; border-radius: 4px; background: var(--faint); overflow: hidden; }
        .words b { display: block; height: 100%; background: color-mix(in oklab, var(--high) calc(var(--v) * 100%), var(--low)); }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inspection">The intervals, points and windows of the branches.</param>
    public static void Write(string path, TextInspection inspection)
    {
        var heading = $"<h1>{HtmlPage.Escape(inspection.Architecture)}: learned intervals</h1>";
        HtmlPage.Write(path, $"{inspection.Architecture}: intervals", heading + Body(inspection), Style);
    }

    /// <summary>Writes the page's content without the heading.</summary>
    /// <param name="inspection">The intervals, points and windows of the branches.</param>
    public static string Body(TextInspection inspection)
    {
        var body = new StringBuilder();
        body.Append(
            CultureInfo.InvariantCulture,
            $"<p class=\"muted\">{HtmlPage.Escape(inspection.Origin)} · {inspection.Tokens.Count:N0} tokens</p>");
        body.Append("<p>Each token has a length of time, the interval that the branch has learned. Resampled points are at equal "
            + "distances in time. ");
        body.Append(
            "A token with a long interval covers more of the points, a token with a short one shares a point with its neighbours.</p>");
        body.Append("<div class=\"legend\">");
        body.Append("<span><svg width=\"14\" height=\"20\"><rect class=\"track\" width=\"14\" height=\"20\" rx=\"2\"/><rect "
            + $"class=\"bar\" style=\"--v:1\" y=\"5\" width=\"14\" height=\"15\" rx=\"2\"/></svg>interval Δ of a token; the track is ρ, "
            + "the colour shows its rank in the text</span>");
        body.Append("<span class=\"window\"><svg width=\"14\" height=\"14\"><g class=\"window\"><circle cx=\"7\" cy=\"7\" "
            + $"r=\"4\"/></g></svg>resampled point, at its time</span>");
        body.Append("<span><svg width=\"44\" height=\"14\"><g class=\"window\"><line x1=\"1\" x2=\"43\" y1=\"7\" y2=\"7\"/><line "
            + $"x1=\"1\" x2=\"1\" y1=\"3\" y2=\"11\"/><line x1=\"43\" x2=\"43\" y1=\"3\" y2=\"11\"/></g></svg>window: tokens from which "
            + "the point is computed</span>");
        body.Append("</div>");
        foreach (var branch in inspection.Branches)
        {
            Append(body, inspection, branch);
        }

        return body.ToString();
    }

    private static void Append(StringBuilder body, TextInspection inspection, InspectedBranch branch)
    {
        body.Append(CultureInfo.InvariantCulture, $"<section class=\"card\"><header><h2>{HtmlPage.Escape(branch.Name)}</h2>");
        body.Append(CultureInfo.InvariantCulture, $"<span class=\"muted\">{branch.Declared}</span>");
        body.Append(CultureInfo.InvariantCulture, $"<span class=\"muted\">{inspection.Tokens.Count:N0} tokens → {branch.Points:N0} "
            + $"points of at most {branch.MostPoints:N0}</span>");
        body.Append(
            CultureInfo.InvariantCulture,
            $"<span class=\"muted\">realised rate {branch.RealisedRate:0.000}, windows over {branch.Coverage:0.0 %} of the tokens</span>");
        body.Append(
            CultureInfo.InvariantCulture,
            $"<span class=\"muted\">Δ from {branch.Intervals.Min():0.000} to {branch.Intervals.Max():0.000}</span></header>");
        Picture(body, inspection.Tokens, branch);
        body.Append("<div class=\"words\">");
        var words = inspection.ByToken(branch);
        double least = words[^1].Mean, range = Math.Max(1e-9, words[0].Mean - least);
        foreach (var (token, count, mean) in words.Take(MostTokensInSummary))
        {
            body.Append(CultureInfo.InvariantCulture, $"<div title=\"{count:N0} in the text\"><code>{HtmlPage.Escape(token)}</code>");
            body.Append(
                CultureInfo.InvariantCulture, $"<i><b style=\"--v:{(mean - least) / range:0.##};width:{100 * mean:0.#}%\"></b></i><span "
                    + $"class=\"muted\">{100 * mean:0} %</span></div>");
        }

        body.Append(words.Count > MostTokensInSummary
            ? $"<span class=\"muted\">and {(words.Count - MostTokensInSummary).ToString("N0", CultureInfo.InvariantCulture)} more; Δ in "
                + "percent of ρ, mean by token</span>"
            : "<span class=\"muted\">Δ in percent of ρ, mean by token</span>");
        body.Append("</div></section>");
    }

    private static void Picture(StringBuilder body, IReadOnlyList<string> tokens, InspectedBranch branch)
    {
        double least = tokens.All(token => token.Length == 1) ? 15 : 22;
        var lines = new TokenLines([.. tokens.Select(token => Math.Max(least, (token.Length * LetterWidth) + 10))], Width);
        var lanes = branch.Lanes();
        var lineHeight = BarHeight + TokenHeight + (LaneHeight * (lanes.Length == 0 ? 0 : lanes.Max() + 1)) + LineGap;
        var height = (lines.Count * lineHeight) - LineGap + 6;
        body.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {height:0.#}\" width=\"{Width}\" role=\"img\" "
            + $"aria-label=\"Intervals, points and windows of {HtmlPage.Escape(branch.Name)}\">");
        for (var token = 0; token < tokens.Count; token++)
        {
            double top = lines.LineOf(token) * lineHeight, x = lines.Begin(token) + 1.5, width = lines.End(token) - lines.Begin(token) - 3;
            double share = branch.Intervals[token] / branch.Rate, bar = Math.Max(1, share * BarHeight);
            body.Append(CultureInfo.InvariantCulture, $"<g class=\"token\"><title>{HtmlPage.Escape(tokens[token])}  (token "
                + $"{token + 1:N0})\nΔ {branch.Intervals[token]:0.0000}, {100 * share:0.0} % of ρ\nt {branch.Times[token]:0.000}</title>");
            body.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"track\" x=\"{x:0.#}\" y=\"{top:0.#}\" width=\"{width:0.#}\" height=\"{BarHeight}\" rx=\"2\"/>");
            body.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" style=\"--v:{branch.Standing(token):0.##}\" x=\"{x:0.#}\" "
                + $"y=\"{top + BarHeight - bar:0.#}\" width=\"{width:0.#}\" height=\"{bar:0.#}\" rx=\"2\"/>");
            body.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + (width / 2):0.#}\" y=\"{top + BarHeight + 16:0.#}\" "
                + $"text-anchor=\"middle\">{HtmlPage.Escape(tokens[token])}</text></g>");
        }

        for (var point = 0; point < branch.Points; point++)
        {
            var window = branch.WindowOf(point);
            var (place, share) = branch.PlaceOf(point);
            var covered = string.Join(' ', tokens.Skip(window.First).Take(window.Last - window.First + 1));
            body.Append(CultureInfo.InvariantCulture, $"<g class=\"window\"><title>point {point + 1:N0}, of tokens {window.First + 1:N0} "
                + $"to {window.Last + 1:N0}\n{HtmlPage.Escape(covered)}</title>");
            for (var line = lines.LineOf(window.First); line <= lines.LineOf(window.Last); line++)
            {
                var (first, last) = lines.PartOf(line, window)!.Value;
                double y = Lane(line, lanes[point]), from = lines.Begin(first) + 3, to = lines.End(last) - 3;
                body.Append(CultureInfo.InvariantCulture, $"<line x1=\"{from:0.#}\" x2=\"{to:0.#}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>");
                Edge(first == window.First, from);
                Edge(last == window.Last, to);

                void Edge(bool isEnd, double x)
                {
                    if (isEnd)
                    {
                        body.Append(
                            CultureInfo.InvariantCulture, $"<line x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{y - 3:0.#}\" y2=\"{y + 3:0.#}\"/>");
                    }
                }
            }

            var centre = lines.Begin(place) + (share * (lines.End(place) - lines.Begin(place)));
            body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Math.Clamp(centre, 4, Width - 4):0.#}\" "
                + $"cy=\"{Lane(lines.LineOf(place), lanes[point]):0.#}\" r=\"3.5\"/></g>");
        }

        body.Append("</svg>");

        double Lane(int line, int lane) => (line * lineHeight) + BarHeight + TokenHeight + (LaneHeight * lane) + 5;
    }
}
