using System.Globalization;
using SerpentDsl.Experiments.Output;
using static SerpentDsl.Experiments.Reports.RunReport.ReportHtml;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>The models' results on single rows: confusion matrices, generated texts, intervals of a text.</summary>
internal static class RowsSection
{
    /// <summary>Writes the sections for which at least one run has results.</summary>
    public static void Write(ReportHtml html, IReadOnlyList<ReportRun> runs)
    {
        Section(html, runs, "confusion", "Confusion matrix", insights => insights.Confusion, Confusion);
        Section(html, runs, "samples", "Generated texts", insights => insights.Samples, Samples);
        Section(html, runs, "intervals", "Learned intervals over a text", insights => insights.Inspection, (page, inspection) =>
            page.Add($"<div class=\"intervals\">{InspectionPage.Body(inspection)}</div>"));
    }

    private static void Section<T>(
        ReportHtml html, IReadOnlyList<ReportRun> runs, string id, string title, Func<RunInsights, T?> part, Action<ReportHtml, T> write)
        where T : class
    {
        (int Run, T Part)[] parts = [.. runs.Select(
            (run, number) => (number, run.Insights is { } insights ? part(insights) : null)).Where(entry => entry.Item2 is not null)!];
        if (parts.Length == 0)
        {
            return;
        }

        html.Add($"<section class=\"card\" id=\"{id}\"><h2>{E(title)}</h2>");
        foreach (var (run, found) in parts)
        {
            html.Add($"<div data-run=\"{run}\">");
            if (runs.Count > 1)
            {
                html.Add($"<h3>{Name(runs, run)}</h3>");
            }

            write(html, found);
            html.AddRaw("</div>");
        }

        html.AddRaw("</section>");
    }

    private static void Confusion(ReportHtml html, ConfusionMatrix matrix)
    {
        html.Add($"<p class=\"muted\">All {Figures.Count(matrix.Rows)} rows of the {E(matrix.Split)} split, {Figures.Percent(matrix.Accuracy)} classified correctly. Rows are true classes, columns what was predicted; colours are shares of a row.</p>");
        html.AddRaw("<div class=\"scroll\"><table class=\"confusion\"><thead><tr><th></th>");
        for (var predicted = 0; predicted < matrix.Classes; predicted++)
        {
            html.Add($"<th>{predicted}</th>");
        }

        html.AddRaw("<th>rows</th><th>recall</th></tr></thead><tbody>");
        for (var label = 0; label < matrix.Classes; label++)
        {
            var rows = matrix.Counts[label].Sum();
            html.Add($"<tr><th>{label}</th>");
            for (var predicted = 0; predicted < matrix.Classes; predicted++)
            {
                var count = matrix.Counts[label][predicted];
                var share = rows == 0 ? 0 : (double)count / rows;
                html.Add($"<td class=\"{(label == predicted ? "right" : "wrong")}\" style=\"--v:{share:0.###}\" title=\"{count:N0} of class {label} taken for {predicted}: {100 * share:0.0} % of the class\">{(count == 0 ? "" : Figures.Count(count))}</td>");
            }

            html.Add($"<td class=\"sum\">{Figures.Count(rows)}</td><td class=\"sum\">{Share(matrix.Recall(label))}</td></tr>");
        }

        html.AddRaw("<tr><th>precision</th>");
        for (var predicted = 0; predicted < matrix.Classes; predicted++)
        {
            html.Add($"<td class=\"sum\">{Share(matrix.Precision(predicted))}</td>");
        }

        html.AddRaw("<td class=\"sum\"></td><td class=\"sum\"></td></tr></tbody></table></div>");
    }

    private static string Share(double? share) =>
        share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{100 * known:0} %") : "–";

    private static void Samples(ReportHtml html, IReadOnlyList<TextSample> samples)
    {
        foreach (var sample in samples)
        {
            html.Add($"<div class=\"pair\"><div><h4>written by the model</h4><blockquote class=\"sample\"><span class=\"prompt\">{E(sample.Prompt)}</span><span class=\"written\">{E(sample.Written)}</span></blockquote></div>");
            html.Add($"<div><h4>the real continuation</h4><blockquote class=\"sample\"><span class=\"prompt\">{E(sample.Prompt)}</span>{E(sample.Reference)}</blockquote></div></div>");
        }
    }
}
