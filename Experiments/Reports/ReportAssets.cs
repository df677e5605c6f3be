using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Reports;

/// <summary>The files from which report pages are made, embedded in the runner.</summary>
internal static class ReportAssets
{
    /// <summary>The command that makes the charts of reports interactive, if the runner was built without uPlot.</summary>
    public const string HowToHaveCharts = "dotnet build -t:Charts Experiments";

    /// <summary>
    /// Whether the runner was built with uPlot, which draws interactive charts; <see cref="HowToHaveCharts"/> fetches it.
    /// </summary>
    public static bool HasCharts => typeof(ReportAssets).Assembly.GetManifestResourceInfo("uPlot.js") is not null;

    /// <summary>The JavaScript of uPlot, which draws the interactive charts.</summary>
    public static string Charts => EmbeddedFiles.Read("uPlot.js");

    /// <summary>The style sheet of uPlot.</summary>
    public static string ChartStyle => EmbeddedFiles.Read("uPlot.css");

    /// <summary>The licence of uPlot.</summary>
    public static string ChartLicence => EmbeddedFiles.Read("uPlot.LICENSE");

    /// <summary>The script that draws the charts of a report with uPlot.</summary>
    public static string Script => EmbeddedFiles.Read("report.js");

    /// <summary>The style sheet of a report.</summary>
    public static string Style => EmbeddedFiles.Read("report.css");
}
