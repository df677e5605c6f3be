using SerpentDsl.Experiments.Reports.RunReport;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Reports;

/// <summary>What a report shows of trained models, against what they answer elsewhere.</summary>
public sealed class RunExaminationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_confusion_matrix_counts_what_the_evaluation_counts()
    {
        var run = Train(nameof(TinySerpent));
        var insights = Evaluate(run);
        Assert.Equal((4, MajorityTask.OtherRows, "test"), (insights.Confusion!.Classes, insights.Confusion.Rows, insights.Confusion.Split));
        Assert.Equal(RunMetrics.Read(run).Test!.Accuracy!.Value, insights.Confusion.Accuracy, 12);
        Assert.Equal(
            MajorityTask.Rows(3, MajorityTask.OtherRows)
                .GroupBy(row => row.Label)
                .OrderBy(label => label.Key)
                .Select(label => label.Count()),
            insights.Confusion.Counts.Select(row => row.Sum()));
        Assert.Equal(["blocks.0.branch1", "blocks.1.branch1"], insights.Inspection!.Branches.Select(branch => branch.Name));
        Assert.Null(insights.Samples);
    }

    [Fact]
    public void A_language_model_continues_texts_beside_the_truth()
    {
        var insights = Evaluate(Train(nameof(TinyLanguage)));
        Assert.Equal(3, insights.Samples!.Count);
        Assert.All(
            insights.Samples, sample => Assert.Equal((32, 96, 96), (sample.Prompt.Length, sample.Written.Length, sample.Reference.Length)));
        Assert.NotNull(insights.Inspection);
        Assert.Null(insights.Confusion);
    }

    [Fact]
    public void A_text_is_shown_and_what_was_found_is_kept_until_the_checkpoint_changes()
    {
        var run = Train(nameof(TinySerpent));
        var page = Path.Combine(run, "report.html");
        Evaluate(run);
        Assert.Equal(0, Cli.Run("report", run, "--text", "a b c d a a", "--device", "cpu").Code);
        var kept = RunInsights.Of(run)!;
        Assert.Equal(["a", "b", "c", "d", "a", "a", "<eos>"], kept.Inspection!.Tokens);
        Assert.NotNull(kept.Confusion);
        Assert.Contains("id=\"confusion\"", File.ReadAllText(page));
        Assert.Contains("id=\"intervals\"", File.ReadAllText(page));

        File.Copy(
            Path.Combine(run, "checkpoints", "last.safetensors"), Path.Combine(run, "checkpoints", "best.safetensors"), overwrite: true);
        File.AppendAllText(Path.Combine(run, "checkpoints", "best.safetensors"), " ");
        Assert.Null(RunInsights.Of(run));
        Assert.Equal(0, Cli.Run("report", run).Code);
        Assert.DoesNotContain("id=\"confusion\"", File.ReadAllText(page));
    }

    [Fact]
    public void Shares_of_a_matrix_follow_their_definitions()
    {
        var matrix = ConfusionMatrix.Of("test", 3, [(0, 0), (0, 1), (1, 1), (1, 1), (0, 0)]);
        Assert.Equal((0.8, 2.0 / 3, 1.0), (matrix.Accuracy, matrix.Recall(0)!.Value, matrix.Precision(0)!.Value));
        Assert.Null(matrix.Recall(2));
        Assert.Null(matrix.Precision(2));
    }

    private string Train(string architecture)
    {
        Assert.Equal(0, Cli.Run(
            "train",
            architecture,
            "--out",
            _folder["run"],
            "--cache",
            _folder["cache"],
            "--device",
            "cpu",
            "--threads",
            "1",
            "--max-steps",
            "4",
            "--evaluation-rows",
            "130").Code);
        return _folder["run"];
    }

    private static RunInsights Evaluate(string run)
    {
        Assert.Equal(0, Cli.Run("report", run, "--evaluate", "--device", "cpu").Code);
        return RunInsights.Of(run)!;
    }
}
