using System.Reflection;

namespace SerpentDsl.Experiments.Reports;

/// <summary>The files that pages of reports are made of, as they came along with the runner.</summary>
internal static class ReportAssets
{
    /// <summary>What makes the charts of a report interactive, where the runner was built without them.</summary>
    public const string HowToHaveCharts = "dotnet build -t:Charts Experiments";

    /// <summary>Whether the interactive charts were there when the runner was built; <see cref="HowToHaveCharts"/> fetches them.</summary>
    public static bool HasCharts => typeof(ReportAssets).Assembly.GetManifestResourceInfo("uPlot.js") is not null;

    /// <summary>The program of the interactive charts: uPlot.</summary>
    public static string Charts => Read("uPlot.js");

    /// <summary>Their style.</summary>
    public static string ChartStyle => Read("uPlot.css");

    /// <summary>Their licence.</summary>
    public static string ChartLicence => Read("uPlot.LICENSE");

    /// <summary>What draws a report with them.</summary>
    public static string Script => Read("report.js");

    /// <summary>The style of a report.</summary>
    public static string Style => Read("report.css");

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The runner was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
