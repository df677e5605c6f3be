using System.Globalization;
using System.Text;
using SerpentDsl.Experiments.Theory.Signatures;

namespace SerpentDsl.Experiments.Reports;

/// <summary>Writes a web page about the signature experiment: errors beside the paper's.</summary>
internal static class SignaturePage
{
    private const string Style = """
        .plots { display: flex; flex-wrap: wrap; gap: 12px 28px; }
        .swatch { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 8px; }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file to write; an existing one is replaced.</param>
    /// <param name="settings">The sizes.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="rows">The results.</param>
    public static void Write(string path, SignatureSettings settings, long seed, IReadOnlyList<SignatureRow> rows)
    {
        var body = new StringBuilder();
        body.Append("<h1>Which models compute terms of a path's signature</h1>");
        body.Append(CultureInfo.InvariantCulture, $"<p class=\"muted\">{settings.Paths:N0} paths of {settings.Length} points, seed {seed}; "
            + $"stacks of width {settings.Width} with {settings.States} states, {settings.Steps:N0} steps; a random linear CDE of "
            + $"{settings.CdeStates} states.</p>");
        body.Append("<p>The label is the iterated integral S<sup>12</sup> of paths in two dimensions, and S<sup>123</sup> in three. "
            + "A random linear CDE with dense matrices computes projections of the whole signature, so that a linear read-out finds the "
            + "term. "
            + "S4 is a linear filter: without a nonlinearity between its blocks it can only answer the mean. Mamba's diagonal recurrence "
            + "depends on its input, but needs a second block for the order in which coordinates move.</p>");
        var models = rows.Select(row => row.Model).Distinct().ToList();
        body.Append("<div class=\"card\"><div class=\"plots\">");
        foreach (var dimensions in rows.Select(row => row.Dimensions).Distinct())
        {
            body.Append(LogLogPlot.Draw(
                dimensions == 2 ? "Error of S¹², ours over the paper's" : "Error of S¹²³, ours over the paper's",
                "the paper's smallest and largest error",
                [
                    .. models.Select(model => new LogLogPlot.Curve(model, Points(rows.Single(
                        row => row.Model == model && row.Dimensions == dimensions)))),
                ],
                "equal"));
        }

        body.Append("</div></div><div class=\"card\"><table><tr><th>model</th>");
        foreach (var term in new[] { "S<sup>12</sup>", "S<sup>123</sup>" })
        {
            body.Append(CultureInfo.InvariantCulture, $"<th>{term}</th><th>of the mean's</th><th>paper</th><th>time, s</th>");
        }

        body.Append("</tr>");
        foreach (var (index, model) in models.Index())
        {
            body.Append(CultureInfo.InvariantCulture, $"<tr><td><span class=\"swatch\" "
                + $"style=\"background:var(--s{index % LogLogPlot.Colours})\"></span>{HtmlPage.Escape(model)}</td>");
            foreach (var row in rows.Where(row => row.Model == model))
            {
                body.Append(CultureInfo.InvariantCulture, $"<td>{row.Text()}</td><td>{100 * row.OfMean:0.0} %</td>"
                    + $"<td class=\"muted\">{row.Published()}</td><td>{row.Seconds:0}</td>");
            }

            body.Append("</tr>");
        }

        body.Append("</table><p class=\"muted\">Root mean squared errors on paths that were not trained on; labels are divided by the "
            + "largest. The paper's are the smallest and largest of five seeds, at full size (<i>Theoretical Foundations of Deep "
            + "Selective State-Space Models</i>, arXiv 2402.19047).</p></div>");
        HtmlPage.Write(path, "Signatures", body.ToString(), Style);
    }

    private static (double X, double Y)[] Points(SignatureRow row) => row is { PaperLow: { } low, PaperHigh: { } high }
        ? [(low, row.Error), (high, row.Error)]
        : [];
}
