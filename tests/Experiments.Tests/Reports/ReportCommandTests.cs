using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Reports.RunReport;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Reports;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_metrics_of_a_run_are_read()
    {
        var metrics = RunMetrics.Read(WrittenRun.Write(_folder["run"], 1));
        Assert.Equal(
            (WrittenRun.Steps, 5, 200, TrainingStatus.Completed),
            (metrics.Steps.Count, metrics.Validations.Count, metrics.Best!.Step, metrics.End!.Status));
        Assert.Equal((1101, (200L << 20) + 200, 1.51), (metrics.MedianThroughput, metrics.MostBytes, Math.Round(metrics.Test!.Loss, 4)));
        Assert.Empty(metrics.Problems);
    }

    [Fact]
    public void Damaged_lines_are_left_out_and_named()
    {
        var run = WrittenRun.Write(_folder["run"], 1);
        var path = Path.Combine(run, "metrics.jsonl");
        var lines = File.ReadAllLines(path);
        lines[3] = lines[3][..40];
        lines[5] = """{"kind":"step","step":5}""";
        lines[^1] = """{"kind":"en""";
        File.WriteAllText(path, string.Join('\n', lines));
        var metrics = RunMetrics.Read(run);
        Assert.Equal([1, 2, 4, 6], metrics.Steps.Take(4).Select(step => step.Step));
        Assert.Null(metrics.End);
        Assert.Equal(3, metrics.Problems.Count);
        Assert.Contains("line 4", metrics.Problems[0]);
        Assert.Contains("line 6: cannot be read (the line has no loss)", metrics.Problems[1]);
        Assert.Contains($"line {lines.Length}", metrics.Problems[2]);
    }

    [Fact]
    public void Steps_taken_again_after_a_resume_count_once()
    {
        var run = WrittenRun.Write(_folder["run"], 1);
        var path = Path.Combine(run, "metrics.jsonl");
        var lines = File.ReadAllLines(path);
        File.AppendAllLines(path, lines.Where(line => line.Contains("\"step\":150,", StringComparison.Ordinal)));
        var metrics = RunMetrics.Read(run);
        Assert.Equal(Enumerable.Range(1, 150), metrics.Steps.Select(step => step.Step));
        Assert.Equal([0, 50, 100, 150], metrics.Validations.Select(validation => validation.Step));
        Assert.Null(metrics.End);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("not json\n", "line 1")]
    [InlineData(null, "has no metrics.jsonl")]
    public void Without_a_metric_the_message_says_so(string? content, string expected)
    {
        var run = WrittenRun.Write(_folder["run"], 1);
        var path = Path.Combine(run, "metrics.jsonl");
        File.Delete(path);
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        var (code, _, errors) = Cli.Run("report", run);
        Assert.Equal(2, code);
        Assert.Contains(expected, errors);
    }

    [Fact]
    public void What_is_no_run_is_refused()
    {
        Assert.Contains("There is no run", Cli.Run("report", _folder["none"]).Errors);
        Assert.Contains("run.json", Cli.Run("report", _folder.Path).Errors);
        var run = WrittenRun.Write(_folder["run"], 1);
        Assert.Contains("given twice", Cli.Run("report", run, run + "/").Errors);
    }

    [Fact]
    public void Runs_are_called_by_what_tells_them_apart()
    {
        string[] runs = [WrittenRun.Write(_folder["a"], 1), WrittenRun.Write(_folder["b"], 2), WrittenRun.Write(_folder["c"], 2)];
        Assert.Equal(["TinySerpent"], Labels(runs[0]));
        Assert.Equal(["TinySerpent, seed 1", "TinySerpent, seed 2"], Labels(runs[0], runs[1]));
        Assert.Equal(["a", "b", "c"], Labels(runs));

        static IEnumerable<string> Labels(params string[] folders) =>
            ReportRun.Read(folders, new ArchitectureCatalogue([typeof(TinySerpent).Assembly])).Select(run => run.Label);
    }
}
