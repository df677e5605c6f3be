using System.Globalization;
using System.Text;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>Collects the HTML of a report's body.</summary>
internal sealed class ReportHtml
{
    private readonly StringBuilder _html = new();

    /// <summary>Adds HTML. Texts in it must be escaped.</summary>
    public void Add(FormattableString html) => _html.Append(html.ToString(CultureInfo.InvariantCulture)).Append('\n');

    /// <summary>Adds a constant piece of HTML.</summary>
    public void AddRaw(string html) => _html.Append(html).Append('\n');

    /// <summary>Escapes a text for HTML.</summary>
    public static string E(string text) => HtmlPage.Escape(text);

    /// <summary>The colour mark and the name of a run.</summary>
    public static string Name(IReadOnlyList<ReportRun> runs, int run) =>
        runs.Count == 1 ? E(runs[run].Label) : $"{Swatch(run)}{E(runs[run].Label)}";

    /// <summary>The colour mark of a run.</summary>
    public static string Swatch(int run) => $"<i class=\"swatch\" style=\"--c:var(--s{run % LogLogPlot.Colours})\"></i>";

    public override string ToString() => _html.ToString();
}
