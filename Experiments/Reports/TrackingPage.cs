using System.Globalization;
using System.Text;
using SerpentDsl.Experiments.Theory.StateTracking;

namespace SerpentDsl.Experiments.Reports;

/// <summary>Writes a web page about the state-tracking experiment: fewest blocks beside the paper's.</summary>
internal static class TrackingPage
{
    private const string Style = """
        .solved { color: var(--high); font-weight: 600; }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file to write; an existing one is replaced.</param>
    /// <param name="settings">The sizes.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="rows">The results.</param>
    public static void Write(string path, TrackingSettings settings, long seed, IReadOnlyList<TrackingRow> rows)
    {
        var body = new StringBuilder();
        body.Append("<h1>How many blocks track the state of a group</h1>");
        body.Append(CultureInfo.InvariantCulture, $"<p class=\"muted\">Width {settings.Width}, {settings.States} states, linear CDE "
            + $"{settings.CdeStates}, {settings.Batch} sequences a step, at most {settings.Steps:N0} steps and {settings.MostBlocks} "
            + $"blocks, seed {seed}.</p>");
        body.Append("<p>A sequence has elements of A5, the even permutations of five symbols; the answer at every position is the "
            + "product of the elements up to it. A linear CDE whose matrices are permutations solves every length exactly with one "
            + "block. Diagonal "
            + "recurrences (S4, Mamba) commute, and need more blocks for longer sequences.</p>");
        body.Append("<div class=\"card\"><table><tr><th>model</th>");
        foreach (var length in settings.Lengths)
        {
            body.Append(CultureInfo.InvariantCulture, $"<th>length {length}</th><th>accuracy by blocks</th><th>paper</th>");
        }

        body.Append("</tr>");
        foreach (var model in rows.GroupBy(row => row.Model))
        {
            body.Append(CultureInfo.InvariantCulture, $"<tr><td>{HtmlPage.Escape(model.Key)}</td>");
            foreach (var row in model)
            {
                var accuracies = string.Join(
                    ", ", row.Accuracies.Select(accuracy => (100 * accuracy).ToString("0.0", CultureInfo.InvariantCulture)));
                var style = row.Blocks is null ? "" : "solved";
                body.Append(CultureInfo.InvariantCulture, $"<td class=\"{style}\">{row.Solved()}</td>"
                    + $"<td>{accuracies}</td><td class=\"muted\">{row.Published()}</td>");
            }

            body.Append("</tr>");
        }

        body.Append(CultureInfo.InvariantCulture, $"</table><p class=\"muted\">The fewest blocks with more than "
            + $"{100 * TrackingExperiment.Solved:0} % of all positions right, on sequences that were not trained on; –: none of those "
            + $"tried. The paper's numbers are at full size, with up to four blocks (<i>Theoretical Foundations of Deep Selective "
            + $"State-Space Models</i>, arXiv 2402.19047).</p></div>");
        HtmlPage.Write(path, "State tracking", body.ToString(), Style);
    }
}
