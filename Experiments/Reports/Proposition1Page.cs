using System.Globalization;
using System.Text;
using SerpentDsl.Experiments.Theory;

namespace SerpentDsl.Experiments.Reports;

/// <summary>
/// Writes a web page about Proposition 1: the change of the last state as a function of the interval, compared with its limit.
/// </summary>
internal static class Proposition1Page
{
    private const string Style = """
        .plots { display: flex; flex-wrap: wrap; gap: 12px 28px; }
        .swatch { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 8px; }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file to write; an existing one is replaced.</param>
    /// <param name="origin">Name and parameters' source of the model whose layers were used, for people; null if only random systems were
    /// used.</param>
    /// <param name="summaries">The results, one for each kind of system or layer.</param>
    public static void Write(string path, string? origin, IReadOnlyList<Proposition1Summary> summaries)
    {
        var body = new StringBuilder();
        body.Append("<h1>Proposition 1: the contribution of an element is proportional to its interval</h1>");
        body.Append(
            CultureInfo.InvariantCulture, $"<p class=\"muted\">{(origin is null ? "Random systems." : HtmlPage.Escape(origin))}</p>");
        body.Append("<p>The middle element of a sequence is left out, with its interval Δ<sub>l</sub>. The last state changes by exactly ");
        body.Append("e<sup>a(t<sub>L</sub> − t<sub>l</sub>)</sup> [ (e<sup>aΔ<sub>l</sub></sup> − 1) x<sub>l−1</sub> + G<sub>l</sub> "
            + "b<sub>l</sub> u<sub>l</sub> ], ");
        body.Append("which is Θ(Δ<sub>l</sub>): divided by Δ<sub>l</sub> it tends to e<sup>a(t<sub>L</sub> − t<sub>l</sub>)</sup> (a "
            + "x<sub>l−1</sub> + b<sub>l</sub> u<sub>l</sub>).</p>");
        body.Append("<div class=\"card\"><div class=\"plots\">");
        body.Append(LogLogPlot.Draw(
            "Change of the last state, ‖x − x⁽ˡ⁾‖",
            "interval Δ of the element left out",
            [.. summaries.Select(summary => new LogLogPlot.Curve(summary.Name, [.. summary.Intervals.Zip(summary.Changes)]))],
            "slope 1"));
        body.Append(LogLogPlot.Draw(
            "Change / Δ, relative distance from its limit",
            "interval Δ of the element left out",
            [.. summaries.Select(summary => new LogLogPlot.Curve(
                summary.Name, [.. summary.Intervals.Zip(summary.Ratios, (interval, ratio) => (interval, Math.Abs(ratio - 1)))]))],
            diagonal: null));
        body.Append("</div></div><div class=\"card\"><table><tr><th>systems</th><th "
            + $"class=\"left\">kind</th><th>states</th><th>elements</th><th>error of the identity</th>");
        foreach (var interval in summaries[0].Intervals)
        {
            body.Append(CultureInfo.InvariantCulture, $"<th>ratio at {interval:0.######}</th>");
        }

        body.Append("<th>slope</th></tr>");
        foreach (var (index, summary) in summaries.Index())
        {
            var count = summary.Systems == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{summary.Systems} × ");
            body.Append(CultureInfo.InvariantCulture, $"<tr><td><span class=\"swatch\" "
                + $"style=\"background:var(--s{index % LogLogPlot.Colours})\"></span>{HtmlPage.Escape(summary.Name)}</td>");
            body.Append(CultureInfo.InvariantCulture, $"<td class=\"left muted\">{HtmlPage.Escape(summary.Kind)}</td>"
                + $"<td>{count}{summary.States}</td><td>{summary.Elements}</td><td>{summary.IdentityError:0.0e+0}</td>");
            foreach (var ratio in summary.Ratios)
            {
                body.Append(CultureInfo.InvariantCulture, $"<td>{ratio:0.00000}</td>");
            }

            body.Append(CultureInfo.InvariantCulture, $"<td>{summary.Slope:0.00000}</td></tr>");
        }

        body.Append("</table><p class=\"muted\">Of several systems, the table shows the one furthest from its limit at the largest "
            + "interval; the error of the identity is the largest of all. The ratio is ‖x<sub>L</sub> − x<sub>L</sub><sup>(l)</sup>‖ / "
            + "(Δ<sub>l</sub> · limit); the slope is between the two smallest intervals.</p></div>");
        HtmlPage.Write(path, "Proposition 1", body.ToString(), Style);
    }
}
