using System.Globalization;
using System.Text;
using SerpentDsl.Experiments.Inspection;

namespace SerpentDsl.Experiments.Reports;

/// <summary>Shows the intervals of a split by token on a web page, with a chart of bars for each branch.</summary>
internal static class SplitInspectionPage
{
    private const int MostTokens = 40;

    private const string Style = """
        .card header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; margin-bottom: 14px; }
        .bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: 3px 12px; align-items: center; font-size: 13px; }
        .bars code { text-align: right; }
        .bars i { display: block; height: 12px; border-radius: 3px; background: var(--faint); position: relative; }
        .bars b { display: block; height: 100%; border-radius: 3px; background: var(--high); }
        .bars u { position: absolute; top: 5px; height: 2px; background: var(--point); }
        .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(380px, 1fr)); gap: 12px 48px; }
        h3 { font-size: 13px; font-weight: 500; color: var(--muted); margin: 4px 0 8px; }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inspection">The intervals by token.</param>
    public static void Write(string path, SplitInspection inspection) => HtmlPage.Write(
        path,
        $"{inspection.Architecture}: intervals by token",
        $"<h1>{HtmlPage.Escape(inspection.Architecture)}: learned intervals by token</h1>{Body(inspection)}",
        Style);

    private static string Body(SplitInspection inspection)
    {
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"<p class=\"muted\">{HtmlPage.Escape(inspection.Origin)} · {inspection.Split}, "
            + $"{inspection.Rows:N0} rows</p>");
        body.Append("<p>A token with a long interval covers more of the resampled points. If intervals follow information, tokens that a "
            + "reader would call informative have longer ones than the others. A bar is the mean interval in percent of ρ, the line its "
            + "standard deviation to both sides.</p>");
        foreach (var branch in inspection.Branches)
        {
            body.Append(CultureInfo.InvariantCulture, $"<section class=\"card\"><header><h2>{HtmlPage.Escape(branch.Name)}</h2>"
                + $"<span class=\"muted\">ρ {branch.Rate:0.###}, mean {100 * branch.Mean:0.0} %, deviation {100 * branch.Deviation:0.0} %, "
                + $"of whose variance the token explains {100 * branch.ExplainedByToken:0.0} %</span></header><div class=\"two\">");
            Append(body, "by kind of token", branch.Groups, name => name);
            var isCut = branch.Tokens.Count > MostTokens;
            Append(
                body,
                isCut ? $"by token, the {MostTokens} most frequent of {branch.Tokens.Count.ToString("N0", CultureInfo.InvariantCulture)}"
                    : "by token",
                [.. branch.Tokens.OrderByDescending(token => token.Count).Take(MostTokens).OrderByDescending(token => token.Mean)],
                VisibleText.Of);
            body.Append("</div></section>");
        }

        return body.ToString();
    }

    private static void Append(StringBuilder body, string title, IReadOnlyList<IntervalGroup> groups, Func<string, string> nameOf)
    {
        body.Append(CultureInfo.InvariantCulture, $"<div><h3>{title}</h3><div class=\"bars\">");
        foreach (var group in groups)
        {
            double from = Math.Max(0, group.Mean - group.Deviation), to = Math.Min(1, group.Mean + group.Deviation);
            body.Append(CultureInfo.InvariantCulture, $"<code>{HtmlPage.Escape(nameOf(group.Name))}</code>"
                + $"<i title=\"{group.Count:N0} places\"><b style=\"width:{100 * group.Mean:0.##}%\"></b>"
                + $"<u style=\"left:{100 * from:0.##}%;width:{100 * (to - from):0.##}%\"></u></i>"
                + $"<span class=\"muted\">{100 * group.Mean:0.0} %</span>");
        }

        body.Append("</div></div>");
    }
}
