using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Reports;

/// <summary>The files that pages of reports are made of, as they came along with the runner.</summary>
internal static class ReportAssets
{
    /// <summary>What makes the charts of a report interactive, where the runner was built without them.</summary>
    public const string HowToHaveCharts = "dotnet build -t:Charts Experiments";

    /// <summary>Whether the interactive charts were there when the runner was built; <see cref="HowToHaveCharts"/> fetches them.</summary>
    public static bool HasCharts => typeof(ReportAssets).Assembly.GetManifestResourceInfo("uPlot.js") is not null;

    /// <summary>The program of the interactive charts: uPlot.</summary>
    public static string Charts => EmbeddedFiles.Read("uPlot.js");

    /// <summary>Their style.</summary>
    public static string ChartStyle => EmbeddedFiles.Read("uPlot.css");

    /// <summary>Their licence.</summary>
    public static string ChartLicence => EmbeddedFiles.Read("uPlot.LICENSE");

    /// <summary>The script that draws a report with them.</summary>
    public static string Script => EmbeddedFiles.Read("report.js");

    /// <summary>The style of a report.</summary>
    public static string Style => EmbeddedFiles.Read("report.css");
}
