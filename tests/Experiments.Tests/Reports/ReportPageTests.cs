using System.Globalization;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Reports.RunReport;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Reports;

/// <summary>Reports as a reader meets them: in a browser.</summary>
public sealed class ReportPageTests : IDisposable
{
    /// <summary>Pixels of a canvas that something was drawn on, curve by curve of the chart's colours.</summary>
    private const string Drawn = "document.querySelectorAll('canvas').values().map(c => c.getContext('2d').getImageData(0, 0, c.width, "
        + "c.height).data.filter((v, i) => i % 4 === 3 && v > 0).length).toArray()";

    private const string Losses = "[...document.querySelectorAll('#chart-loss [data-series]')].map(e => e.textContent)";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ChromiumFact]
    public async Task Curves_are_drawn_and_tell_their_values()
    {
        var page = Report(WrittenRun.Write(_folder["a"], 1), WrittenRun.Write(_folder["b"], 2));
        await using var browser = await Chromium.StartAsync();
        var shown = await browser.OpenAsync(page, 1280, 900, dark: false);
        Keep("desktop.png", await shown.ScreenshotAsync());

        int[] drawn = [.. (await shown.EvaluateAsync(Drawn))!.AsArray().Select(pixels => (int)pixels!)];
        Assert.Equal(6, drawn.Length);
        Assert.All(drawn, pixels => Assert.InRange(pixels, 1000, int.MaxValue));
        Assert.Equal([Loss(200, 1), Validation(200, 1), Loss(200, 2), Validation(200, 2)], await Texts(shown, Losses));

        // The pointer in the middle: 100 of 200 steps, and the validation before it. The other charts follow.
        await shown.HoverAsync("#chart-loss .u-over", 0.5);
        Assert.Equal(["step 100"], await Texts(shown, "[document.querySelector('#chart-loss .place').textContent]"));
        Assert.Equal([Loss(100, 1), Validation(100, 1), Loss(100, 2), Validation(100, 2)], await Texts(shown, Losses));
        Assert.Equal(
            ["1,100", "1,100"],
            await Texts(shown, "[...document.querySelectorAll('#chart-throughput [data-series]')].map(e => e.textContent)"));
        Assert.Equal(
            ["0.300", "0.300"],
            await Texts(shown, "[...document.querySelectorAll('#chart-compression [data-series]')].map(e => e.textContent)"));

        await shown.ClickAsync("[data-axis=seconds]");
        await shown.HoverAsync("#chart-loss .u-over", 0.5);
        Assert.Equal(["0:50"], await Texts(shown, "[document.querySelector('#chart-loss .place').textContent]"));
        Assert.Empty(shown.Problems);
        Assert.Equal([new Uri(page).AbsoluteUri], shown.Requests.Where(request => !request.StartsWith("data:", StringComparison.Ordinal)));
    }

    [ChromiumFact]
    public async Task A_run_can_be_hidden_and_shown()
    {
        var page = Report(WrittenRun.Write(_folder["a"], 1), WrittenRun.Write(_folder["b"], 2));
        await using var browser = await Chromium.StartAsync();
        var shown = await browser.OpenAsync(page, 1280, 900, dark: true);
        const string Picture = "document.querySelector('#chart-loss canvas').toDataURL()";
        const string Hidden = "[...document.querySelectorAll('#chart-loss [data-of-run]')].map(e => String(e.hidden))";
        var both = (string)(await shown.EvaluateAsync(Picture))!;
        await shown.ClickAsync("[data-run-toggle=\"1\"]");
        Assert.Equal(["false", "true"], await Texts(shown, Hidden));
        Assert.Equal(
            ["true", "false"],
            await Texts(shown, "[...document.querySelectorAll('[data-run-toggle]')].map(e => e.getAttribute('aria-pressed'))"));
        Assert.NotEqual(both, (string)(await shown.EvaluateAsync(Picture))!);
        Keep("dark-hidden.png", await shown.ScreenshotAsync());
        await shown.ClickAsync("[data-run-toggle=\"1\"]");
        Assert.Equal(["false", "false"], await Texts(shown, Hidden));
        Assert.Equal(both, (string)(await shown.EvaluateAsync(Picture))!);
        Assert.Empty(shown.Problems);
    }

    [ChromiumFact]
    public async Task A_narrow_screen_holds_the_page_and_paper_is_light()
    {
        var page = Report(WrittenRun.Write(_folder["a"], 1));
        await using var browser = await Chromium.StartAsync();
        var shown = await browser.OpenAsync(page, 390, 844, dark: true);
        Assert.Equal(390, (int)(await shown.EvaluateAsync("document.documentElement.scrollWidth"))!);
        Keep("narrow-dark.png", await shown.ScreenshotAsync());
        await shown.EvaluateAsync("matchMedia('print').addEventListener('change', e => { if (e.matches) window.onPaper = "
            + "getComputedStyle(document.documentElement).getPropertyValue('--ink'); })");
        Keep("dark.pdf", await shown.PrintAsync());
        Assert.Equal("#1c2429", (string?)await shown.EvaluateAsync("window.onPaper"));
        Assert.Empty(shown.Problems);

        // The card stands in its shadow tree; nothing of the machine's name became a script.
        Assert.True((bool)(
            await shown.EvaluateAsync("[...document.querySelectorAll('details div')].some(e => e.shadowRoot?.querySelector('svg'))"))!);
        Assert.Equal(3, (int)(await shown.EvaluateAsync("document.scripts.length"))!);
    }

    [ChromiumFact(needsCharts: false)]
    public async Task Without_a_script_the_curves_are_pictures()
    {
        ArchitectureCatalogue catalogue = new([typeof(TinySerpent).Assembly]);
        var page = _folder["still.html"];
        string[] runs = [WrittenRun.Write(_folder["a"], 1), WrittenRun.Write(_folder["b"], 2)];
        ReportPage.Write(page, ReportRun.Read(runs, catalogue), isInteractive: false);
        await using var browser = await Chromium.StartAsync();
        var shown = await browser.OpenAsync(page, 1280, 900, dark: false);
        Keep("still.png", await shown.ScreenshotAsync());
        Assert.Equal(0, (int)(await shown.EvaluateAsync("document.scripts.length"))!);
        const string Pictures = "[...document.querySelectorAll('.plot svg')].filter(e => e.getBoundingClientRect().height > 150).length";
        Assert.Equal(6, (int)(await shown.EvaluateAsync(Pictures))!);
        Assert.Contains(ReportAssets.HowToHaveCharts, (string)(await shown.EvaluateAsync("document.body.innerText"))!);
        Assert.Equal([Loss(200, 1), Validation(200, 1), Loss(200, 2), Validation(200, 2)], await Texts(shown, Losses));
        Assert.Empty(shown.Problems);
        Assert.Equal([new Uri(page).AbsoluteUri], shown.Requests.Where(request => !request.StartsWith("data:", StringComparison.Ordinal)));

        shown = await browser.OpenAsync(page, 390, 844, dark: true);
        Assert.Equal(390, (int)(await shown.EvaluateAsync("document.documentElement.scrollWidth"))!);
        Keep("still-narrow-dark.png", await shown.ScreenshotAsync());
    }

    private string Report(params string[] runs)
    {
        var page = _folder["report.html"];
        var (code, output, errors) = Cli.Run(["report", .. runs, "--out", page]);
        Assert.Equal((0, page, ""), (code, output.Trim(), errors));
        return page;
    }

    private static async Task<string[]> Texts(ChromiumPage page, string expression) =>
        [.. (await page.EvaluateAsync(expression))!.AsArray().Select(text => (string)text!)];

    private static string Loss(int step, int seed) => WrittenRun.LossAt(step, seed).ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Validation(int step, int seed) =>
        (WrittenRun.LossAt(step, seed) + 0.5).ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>For people: SERPENT_SCREENSHOTS names a folder for what the browser showed.</summary>
    private static void Keep(string name, byte[] picture)
    {
        if (Environment.GetEnvironmentVariable("SERPENT_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, name), picture);
        }
    }
}
