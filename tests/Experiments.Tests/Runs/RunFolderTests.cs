using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Metrics_are_one_object_a_line_even_when_they_are_no_numbers()
    {
        using (var run = RunFolder.Create(_folder["run"]))
        {
            run.Append("step", new StepMetrics(3, 1, double.NaN, 0.5, 1e-3, null, 100, 7, 8, 0.25));
            run.Append("end", new TrainingResult(TrainingStatus.StoppedEarly, 3, 1, null, null, "a \"quoted\"\nline"));
        }

        JsonNode[] lines = [.. File.ReadAllLines(
            Path.Combine(_folder["run"], RunFolder.MetricsFile)).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(2, lines.Length);
        Assert.Equal("step", (string?)lines[0]["kind"]);
        Assert.Equal("NaN", (string?)lines[0]["loss"]);
        Assert.Equal(3, (int)lines[0]["step"]!);
        Assert.Null(lines[0]["gradientNorm"]);
        Assert.Equal("stoppedEarly", (string?)lines[1]["status"]);
        Assert.Equal("a \"quoted\"\nline", (string?)lines[1]["problem"]);
    }

    [Fact]
    public void A_line_is_written_at_once()
    {
        using var run = RunFolder.Create(_folder["run"]);
        run.Append("step", new SplitRows(1, 2, 3));
        using var reader = new StreamReader(
            new FileStream(Path.Combine(run.Path, RunFolder.MetricsFile), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Equal("""{"kind":"step","train":1,"validation":2,"test":3}""", reader.ReadLine());
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        Directory.CreateDirectory(_folder["taken"]);
        using (RunFolder.Create(_folder["taken"]))
        {
        }

        Assert.Contains("Name another folder", Assert.Throws<UsageException>(() => RunFolder.Create(_folder["taken"])).Message);
        File.WriteAllText(_folder["file"], "");
        Assert.Throws<UsageException>(() => RunFolder.Create(_folder["file"]));
    }

    [Fact]
    public void What_is_no_run_is_refused()
    {
        Directory.CreateDirectory(_folder["other"]);
        Assert.Contains("is not a run", Assert.Throws<UsageException>(() => RunFolder.ReadConfiguration(_folder["other"])).Message);
        File.WriteAllText(Path.Combine(_folder["other"], RunFolder.ConfigurationFile), "{");
        Assert.Contains("is not valid JSON", Assert.Throws<UsageException>(() => RunFolder.ReadConfiguration(_folder["other"])).Message);
    }

    [Fact]
    public void A_revision_is_a_hash_where_there_is_git() =>
        Assert.Matches("^([0-9a-f]{40,64}(\\+changes)?)?$", GitRevision.OfWorkingFolder() ?? "");
}
