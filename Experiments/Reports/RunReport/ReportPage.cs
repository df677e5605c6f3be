using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SerpentDsl.Experiments.Cards;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;
using static SerpentDsl.Experiments.Reports.RunReport.ReportHtml;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>
/// A report about runs as one web page: curves, results, predictions for single rows, configuration, architecture. The page loads no other
/// files.
/// </summary>
internal sealed class ReportPage
{
    private readonly ReportHtml _html = new();
    private readonly IReadOnlyList<ReportRun> _runs;
    private readonly bool _isInteractive;

    private ReportPage(IReadOnlyList<ReportRun> runs, bool isInteractive) => (_runs, _isInteractive) = (runs, isInteractive);

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="isInteractive">
    /// Whether the page contains a script that makes the curves interactive; requires <see cref="ReportAssets.HasCharts"/>.
    /// </param>
    public static void Write(string path, IReadOnlyList<ReportRun> runs, bool isInteractive)
    {
        var charts = ReportChart.Of(runs);
        string[] scripts = isInteractive ? [ReportAssets.Charts, ReportAssets.Script] : [];
        var title = runs.Count == 1 ? $"{runs[0].ArchitectureName} on {runs[0].Task}" : $"{runs.Count} runs compared";
        var page = new ReportPage(runs, isInteractive);
        page.WriteBody(title, charts);
        if (isInteractive)
        {
            page._html.Add($"<script type=\"application/json\" id=\"data\">{ReportData.Write(runs, charts)}</script>");
        }

        foreach (var script in scripts)
        {
            page._html.AddRaw($"<script>{script}</script>");
        }

        var style = $"{(isInteractive ? ReportAssets.ChartStyle : "")}\n{InspectionPage.Style}\n{ReportAssets.Style}";
        HtmlPage.Write(path, title, page._html.ToString(), style, Head(scripts));
    }

    /// <summary>The head, whose security policy lets the browser load no other files and run no other scripts.</summary>
    private static string Head(IReadOnlyCollection<string> scripts)
    {
        var hashes = scripts
            .Select(script => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script))))
            .Select(hash => $"'sha256-{hash}'");
        var allowed = scripts.Count == 0 ? "'none'" : string.Join(' ', hashes);
        return $"""
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
            <link rel="icon" href="data:,">
            """;
    }

    private void WriteBody(string title, IReadOnlyList<ReportChart> charts)
    {
        _html.Add($"<header><h1>{E(title)}</h1><p class=\"lead\">{E(string.Join(" · ", Lead()))}</p></header>");
        WriteNotices([.. _runs.SelectMany(run => run.Metrics.Problems), .. Endings()]);
        if (_runs.Count == 1)
        {
            WriteTiles(_runs[0]);
        }

        CurvesSection.Write(_html, _runs, charts, _isInteractive);
        NumbersSection.Write(_html, _runs);
        RowsSection.Write(_html, _runs);
        ConfigurationSection.Write(_html, _runs);
        WriteArchitectures();
        WriteFooter();
    }

    private IEnumerable<string> Lead()
    {
        if (_runs.Count > 1)
        {
            yield return string.Join(", ", _runs.Select(run => run.Task).Distinct());
            yield return string.Join(", ", _runs.Select(run => run.ArchitectureName).Distinct());
            yield break;
        }

        yield return _runs[0].Folder;
        if (_runs[0].Seed is { } seed)
        {
            yield return $"seed {seed}";
        }

        if ((string?)_runs[0].Configuration["machine"]?["processor"] is { } processor)
        {
            yield return processor;
        }
    }

    private IEnumerable<string> Endings() => _runs
        .Where(run => run.Metrics.End is { Status: TrainingStatus.Diverged, Problem: not null })
        .Select(run => $"{run.Label}: {run.Metrics.End!.Problem}");

    private void WriteNotices(IReadOnlyCollection<string> notices)
    {
        if (notices.Count > 0)
        {
            _html.Add($"<section class=\"card notice\">{string.Concat(notices.Select(notice => $"<p>{E(notice)}</p>"))}</section>");
        }
    }

    private void WriteTiles(ReportRun run)
    {
        _html.AddRaw("<section class=\"card tiles\">");
        foreach (var (name, value) in Tiles(run))
        {
            _html.Add($"<div><b>{E(value)}</b><span>{E(name)}</span></div>");
        }

        _html.AddRaw("</section>");
    }

    private static IEnumerable<(string Name, string Value)> Tiles(ReportRun run)
    {
        var metrics = run.Metrics;
        foreach (var (evaluation, split) in new[] { (metrics.Best, "validation"), (metrics.Test, "test") })
        {
            if (evaluation is not null)
            {
                yield return evaluation.Perplexity is { } perplexity ? ($"{split} perplexity", Figures.Number(perplexity))
                    : evaluation.Rmse is { } error ? ($"{split} RMSE", Figures.Significant(error))
                    : ($"{split} accuracy", Figures.Percent(evaluation.Accuracy ?? double.NaN));
                if (evaluation.R2 is { } explained)
                {
                    yield return ($"{split} R²", Figures.Loss(explained));
                }
            }
        }

        if ((metrics.Best ?? metrics.Validations.LastOrDefault()) is { Baselines: { Count: > 0 } baselines } judged)
        {
            var best = baselines.OrderByDescending(baseline => baseline.Accuracy ?? -baseline.Loss).First();
            var value = judged.Perplexity is not null && best.Loss is { } loss ? Figures.Number(Math.Exp(loss)) : best.Score;
            yield return ($"baseline: {best.Name}", value);
        }

        yield return ("parameters", run.Parameters is { } parameters ? Figures.Count(parameters) : "unknown");
        yield return ("steps", Figures.Count(metrics.Steps.Count == 0 ? 0 : metrics.Steps[^1].Step));
        yield return ("time", Figures.Duration(run.Seconds));
        if (metrics.Steps.Count > 0)
        {
            yield return ("tokens a second, median", Figures.Count(metrics.MedianThroughput!.Value));
            yield return ("most memory", string.Create(CultureInfo.InvariantCulture, $"{metrics.MostBytes / (double)(1 << 20):N0} MiB"));
        }
    }

    private void WriteArchitectures()
    {
        ArchitectureSpec[] specs = [.. _runs.Select(run => run.Architecture).OfType<ArchitectureSpec>().DistinctBy(spec => spec.FullName)];
        if (specs.Length == 0)
        {
            return;
        }

        _html.AddRaw("<section class=\"card\">");
        foreach (var spec in specs)
        {
            _html.Add($"<details{(_runs.Count == 1 ? " open" : "")}><summary>Architecture: {E(spec.Name)}</summary>");
            _html.AddRaw(CardPage.WriteEmbedded(spec));
            _html.AddRaw("</details>");
        }

        _html.AddRaw("</section>");
    }

    private void WriteFooter()
    {
        _html.Add(
            $"<footer><p>Written by {E(RunnerCommand.Of("report"))} from {E(string.Join(", ", _runs.Select(run => run.Folder)))}.</p>");
        if (_isInteractive)
        {
            _html.Add($"<details><summary>The curves are drawn by uPlot (MIT licence)</summary><pre>{E(ReportAssets.ChartLicence)}</pre></details>");
        }

        _html.AddRaw("</footer>");
    }
}
