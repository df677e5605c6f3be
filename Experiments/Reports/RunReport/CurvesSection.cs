using static SerpentDsl.Experiments.Reports.RunReport.ReportHtml;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>
/// Writes the curves as pictures. On a page with a script, the script replaces the pictures by interactive charts; the controls of these
/// charts are written here, too.
/// </summary>
internal static class CurvesSection
{
    /// <summary>Dash patterns of the curves, equal to those of the page's script.</summary>
    public static readonly string[] Dashes = ["", "6 4", "2 3", "9 3 2 3", "12 4"];

    private const string WithoutScript = """
        <noscript><style>.tools, .runs, .chart button { display: none; }</style>
        <p class="muted">JavaScript makes these pictures interactive.</p></noscript>
        """;

    private const string HowToHaveCharts =
        $"<p class=\"muted\">With Node.js installed, <code>{ReportAssets.HowToHaveCharts}</code> in a clone makes the charts of its "
        + "reports interactive.</p>";

    /// <summary>Writes the section.</summary>
    public static void Write(ReportHtml html, IReadOnlyList<ReportRun> runs, IReadOnlyList<ReportChart> charts, bool isInteractive)
    {
        html.AddRaw("<div class=\"bar\"><h2>Curves</h2>");
        if (isInteractive)
        {
            WriteTools(html, runs);
        }

        html.AddRaw("</div>");
        html.AddRaw(isInteractive ? WithoutScript : HowToHaveCharts);
        html.AddRaw("<div class=\"charts\">");
        foreach (var chart in charts)
        {
            Write(html, runs, chart, isInteractive);
        }

        var steering = isInteractive ? "Drag over a stretch to enlarge it, double-click to see all. " : "";
        const string About = "Pale curves are the measured values, the others are smoothed; last values are below the charts.";
        html.AddRaw($"</div><p class=\"muted\">{steering}{About}</p>");
    }

    private static void WriteTools(ReportHtml html, IReadOnlyList<ReportRun> runs)
    {
        html.AddRaw("""
            <div class="tools">
            <label>smoothing <input id="smoothing" type="range" min="0" max="0.98" step="0.02" value="0.6"></label>
            <span class="choice" role="group" aria-label="horizontal axis"><button type="button" data-axis="step" aria-pressed="true">steps</button><button type="button" data-axis="epoch" aria-pressed="false">epochs</button><button type="button" data-axis="seconds" aria-pressed="false">time</button></span>
            </div>
            """);
        if (runs.Count > 1)
        {
            html.AddRaw("<div class=\"runs\" role=\"group\" aria-label=\"runs\">");
            for (var run = 0; run < runs.Count; run++)
            {
                html.Add($"<button type=\"button\" data-run-toggle=\"{run}\" aria-pressed=\"true\" title=\"show or hide this run\">{Name(runs, run)}</button>");
            }

            html.AddRaw("</div>");
        }
    }

    private static void Write(ReportHtml html, IReadOnlyList<ReportRun> runs, ReportChart chart, bool isInteractive)
    {
        html.Add($"<figure class=\"card chart\" id=\"chart-{chart.Id}\"><figcaption><h3>{E(chart.Title)}</h3>");
        if (chart.CanBeLog && isInteractive)
        {
            html.Add($"<button type=\"button\" aria-pressed=\"{(chart.Log ? "true" : "false")}\" title=\"logarithmic scale\">log</button>");
        }

        html.Add($"<span class=\"place\">last</span></figcaption><div class=\"plot\" role=\"img\" aria-label=\"{E(chart.Title)} of {E(string.Join(", ", runs.Select(run => run.Label)))}\">{CurvePicture.Draw(chart, runs)}</div>");
        if (runs.Count == 1)
        {
            WriteSideBySide(html, chart);
        }
        else
        {
            WriteByRun(html, runs, chart);
        }

        html.AddRaw("</figure>");
    }

    /// <summary>The last values of one run, side by side.</summary>
    private static void WriteSideBySide(ReportHtml html, ReportChart chart)
    {
        html.AddRaw("<div class=\"values\">");
        foreach (var (number, series) in chart.Series.Index())
        {
            html.Add(
                $"<div>{Sign(series, $"var(--s{series.Colour})")}<span>{E(series.Name.Length == 0 ? chart.Title : series.Name)}</span><b data-series=\"{number}\">{Last(chart, series)}</b></div>");
        }

        html.AddRaw("</div>");
    }

    /// <summary>The last values of several runs, a line for each run.</summary>
    private static void WriteByRun(ReportHtml html, IReadOnlyList<ReportRun> runs, ReportChart chart)
    {
        ReportSeries[] columns = [.. chart.Series.DistinctBy(series => series.Name)];
        html.AddRaw("<table class=\"values\">");
        if (columns.Length > 1)
        {
            html.Add($"<thead><tr><th></th>{string.Concat(columns.Select(column => $"<th>{Sign(column, "currentColor")} {E(column.Name)}</th>"))}</tr></thead>");
        }

        html.AddRaw("<tbody>");
        foreach (var ofRun in chart.Series.Index().GroupBy(entry => entry.Item.Run))
        {
            html.Add($"<tr data-of-run=\"{ofRun.Key}\"><td title=\"{E(runs[ofRun.Key].Label)}\">{Name(runs, ofRun.Key)}</td>");
            foreach (var column in columns)
            {
                (int Index, ReportSeries Item)[] found = [.. ofRun.Where(entry => entry.Item.Name == column.Name)];
                html.AddRaw(found.Length == 0 ? "<td></td>" : $"<td data-series=\"{found[0].Index}\">{Last(chart, found[0].Item)}</td>");
            }

            html.AddRaw("</tr>");
        }

        html.AddRaw("</tbody></table>");
    }

    /// <summary>The last value of a curve.</summary>
    private static string Last(ReportChart chart, ReportSeries series) =>
        ChartNumbers.Write(chart.Format, series.Values.Last(value => value is not null)!.Value);

    /// <summary>A short line in the colour and pattern of a curve.</summary>
    private static string Sign(ReportSeries series, string colour)
    {
        var dot = series.Place == ReportChart.AtValidations
            ? $"<circle cx=\"11\" cy=\"6\" r=\"3\" fill=\"var(--card)\" stroke=\"{colour}\" stroke-width=\"2\"/>"
            : "";
        return $"<svg width=\"22\" height=\"12\" aria-hidden=\"true\"><line x1=\"0\" x2=\"22\" y1=\"6\" y2=\"6\" stroke=\"{colour}\" "
            + $"stroke-width=\"2\" stroke-dasharray=\"{Dashes[series.Dash % Dashes.Length]}\"/>{dot}</svg>";
    }
}
