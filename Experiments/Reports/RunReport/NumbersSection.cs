using System.Globalization;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using static SerpentDsl.Experiments.Reports.RunReport.ReportHtml;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>The results of the runs as a table. If all runs have the same task, the best value of each column is marked.</summary>
internal static class NumbersSection
{
    private sealed record Column(
        string Name,
        Func<ReportRun,
        double?> Value,
        Func<double,
        string> Write,
        bool? GreaterIsBetter = null,
        Func<ReportRun,
        string?>? Remark = null);

    /// <summary>Writes the section.</summary>
    public static void Write(ReportHtml html, IReadOnlyList<ReportRun> runs)
    {
        Column[] columns = [.. Columns().Where(column => runs.Any(run => column.Value(run) is not null))];
        var comparable = runs.Count > 1 && runs.Select(run => run.Task).Distinct().Count() == 1;
        html.AddRaw("<section class=\"card\" id=\"numbers\"><h2>Numbers</h2><div class=\"scroll\"><table><thead><tr><th>run</th>");
        foreach (var column in columns)
        {
            html.Add($"<th>{E(column.Name)}</th>");
        }

        html.AddRaw("<th>state</th></tr></thead><tbody>");
        for (var run = 0; run < runs.Count; run++)
        {
            html.Add($"<tr data-run=\"{run}\"><td>{Name(runs, run)}</td>");
            foreach (var column in columns)
            {
                html.AddRaw(
                    Cell(column, runs[run], comparable && runs.Select(column.Value).Distinct().Count() > 1 ? Best(column, runs) : null));
            }

            html.Add($"<td>{E(State(runs[run].Metrics))}</td></tr>");
        }

        foreach (var (task, baseline) in runs.SelectMany(Baselines).Distinct())
        {
            var name = comparable || runs.Count == 1 ? baseline.Name : $"{baseline.Name}, {task}";
            html.Add($"<tr class=\"baseline\"><td>{E(name)} <small>baseline</small></td>");
            foreach (var column in columns)
            {
                html.Add($"<td>{E(Cell(column, baseline))}</td>");
            }

            html.AddRaw("<td></td></tr>");
        }

        html.AddRaw("</tbody></table></div></section>");
    }

    private static IEnumerable<Column> Columns()
    {
        yield return new Column("parameters", run => run.Parameters, Figures.Count);
        yield return new Column("steps", run => run.Metrics.Steps.LastOrDefault()?.Step, Figures.Count);
        yield return new Column("time", run => run.Seconds, Figures.Duration);
        foreach (var (split, of) in new (
            string, Func<RunMetrics, EvaluationMetrics?>)[] { ("validation", metrics => metrics.Best), ("test", metrics => metrics.Test) })
        {
            yield return new Column($"{split} loss", run => of(run.Metrics)?.Loss, Figures.Loss, GreaterIsBetter: false);
            yield return new Column($"{split} perplexity", run => of(run.Metrics)?.Perplexity, Figures.Number, GreaterIsBetter: false);
            yield return new Column($"{split} RMSE", run => of(run.Metrics)?.Rmse, Figures.Significant, GreaterIsBetter: false);
            yield return new Column($"{split} MAE", run => of(run.Metrics)?.Mae, Figures.Significant, GreaterIsBetter: false);
            yield return new Column($"{split} R²", run => of(run.Metrics)?.R2, Figures.Loss, GreaterIsBetter: true);
            yield return new Column(
                $"{split} accuracy",
                run => of(run.Metrics)?.Accuracy,
                Figures.Percent,
                GreaterIsBetter: true,
                run => Rows(of(run.Metrics)));
        }

        yield return new Column(
            "test bits per byte",
            run => run.Metrics.Test?.BitsPerByte,
            bits => bits.ToString("0.000", CultureInfo.InvariantCulture),
            GreaterIsBetter: false);
        yield return new Column(
            "realised compression",
            run => run.Metrics.Steps.LastOrDefault()?.Compression?.Values.Average(),
            rate => rate.ToString("0.000", CultureInfo.InvariantCulture));
        yield return new Column(
            "inputs read by windows", run => run.Metrics.Steps.LastOrDefault()?.Coverage?.Values.Average(), Figures.Percent);
        yield return new Column("tokens a second", run => run.Metrics.MedianThroughput, Figures.Count, GreaterIsBetter: true);
        yield return new Column(
            "most memory, MiB", run => run.Metrics.MostBytes / (double)(1 << 20), Figures.Count, GreaterIsBetter: false);
    }

    private static string Cell(Column column, ReportRun run, double? best)
    {
        if (column.Value(run) is not { } value)
        {
            return "<td>–</td>";
        }

        var remark = column.Remark?.Invoke(run) is { } text ? $"<small class=\"below\">{E(text)}</small>" : "";
        return $"<td{(value == best ? " class=\"best\"" : "")}>{E(column.Write(value))}{remark}</td>";
    }

    private static string Cell(Column column, Baseline baseline) => column.Name switch
    {
        "validation accuracy" when baseline.Accuracy is { } accuracy => Figures.Percent(accuracy),
        "validation loss" when baseline.Loss is { } loss => Figures.Loss(loss),
        "validation RMSE" when baseline.Rmse is { } error => Figures.Significant(error),
        "validation perplexity" when baseline is { Loss: { } loss, Rmse: null } => Figures.Number(Math.Exp(loss)),
        _ => "",
    };

    private static double? Best(Column column, IReadOnlyList<ReportRun> runs) => column.GreaterIsBetter switch
    {
        true => runs.Max(column.Value),
        false => runs.Min(column.Value),
        null => null,
    };

    private static string? Rows(EvaluationMetrics? evaluation) =>
        evaluation is not null && evaluation.Rows < evaluation.SplitRows
            ? $"{Figures.Count(evaluation.Rows)} of {Figures.Count(evaluation.SplitRows)} rows"
            : null;

    private static IEnumerable<(string Task, Baseline Baseline)> Baselines(ReportRun run) =>
        (run.Metrics.Validations.LastOrDefault()?.Baselines ?? []).Select(baseline => (run.Task, baseline));

    private static string State(RunMetrics metrics) => metrics.End?.Status switch
    {
        TrainingStatus.Completed => "completed",
        TrainingStatus.StoppedEarly => "stopped early",
        TrainingStatus.Interrupted => "interrupted",
        TrainingStatus.Diverged => "diverged",
        _ => "not ended",
    };
}
