using SerpentDsl.Experiments.Reports;

namespace SerpentDsl.Experiments.Tests.Reports;

/// <summary>
/// A test that opens a report in Chromium: skipped where there is none, or the interactive charts that it is about were not built in.
/// </summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    /// <param name="needsCharts">Whether it is about the interactive charts.</param>
    public ChromiumFactAttribute(bool needsCharts = true)
    {
        if (Chromium.Path is null)
        {
            Skip = "no Chromium here: install chromium or Chrome, or name one with SERPENT_CHROMIUM";
        }
        else if (needsCharts && !ReportAssets.HasCharts)
        {
            Skip = $"built without the interactive charts of reports: with npm installed, {ReportAssets.HowToHaveCharts}, and build again";
        }
    }
}
