using SerpentDsl.Experiments.Reports;

namespace SerpentDsl.Experiments.Tests.Reports;

/// <summary>A test that opens a report in Chromium: skipped where there is none, or no charts were built in.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = "no Chromium here: install chromium or Chrome, or name one with SERPENT_CHROMIUM";
        }
        else if (!ReportAssets.HasCharts)
        {
            Skip = "built without the charts of reports: install Node.js with npm and run ./setup.sh";
        }
    }
}
