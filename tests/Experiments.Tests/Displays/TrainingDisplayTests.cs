using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Displays;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Displays;

public sealed class TrainingDisplayTests : IDisposable
{
    private static readonly Baseline[] s_baselines = [new("root operator only", 0.35), new("commonest class", 0.17)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_training_can_be_followed(bool live)
    {
        var output = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Null, isInteractive: false);
        TrainingDisplay display = live ? new LiveTrainingDisplay(terminal) : new PlainTrainingDisplay(terminal);
        EvaluationMetrics validation = new("validation", 10, 1, 2000, 2000, 1.25, 0.5, IsBest: true, 61, s_baselines);
        var result = display.Show(
            () =>
            {
                display.Begin(new TrainingPlan(10, 10, 1, 0, 1));
                for (var step = 1; step <= 10; step++)
                {
                    display.Step(Step(step));
                }

                display.Evaluating("validation", 2000, 2000);
                display.Evaluated(validation, Step(10));
                display.Notice("[something] to know");
                display.Evaluated(validation with { Split = "test", Accuracy = 0.375 }, training: null);
                return new TrainingResult(
                    TrainingStatus.Completed, 10, 62, validation, validation with { Split = "test", Accuracy = 0.375, Rows = 320 }, null);
            },
            default);
        using var run = RunFolder.Create(_folder["run"]);
        display.Conclude(result, s_baselines, run);

        var text = output.ToString();
        Assert.Contains("1.2500", text);
        Assert.Contains("[something] to know", text);
        Assert.Contains("Done. 10 steps in 1:02.", text);
        Assert.Matches(@"validation accuracy +50\.0 % +epoch 1, all 2,000 rows", text);
        Assert.Matches(@"root operator only +35\.0 %", text);
        Assert.Matches(@"commonest class +17\.0 %", text);
        Assert.Matches(@"test accuracy +37\.5 % +the same parameters, 320 of 2,000 rows", text);
        Assert.DoesNotContain("next", text);
    }

    [Fact]
    public void A_line_tells_the_mean_since_the_line_before()
    {
        var output = new StringWriter();
        ITrainingObserver display = new PlainTrainingDisplay(new Terminal(output, TextWriter.Null, isInteractive: false));
        display.Begin(new TrainingPlan(3, 3, 1, 0, 1));
        display.Step(Step(1) with { Loss = 4 });
        display.Step(Step(2) with { Loss = 3 });
        display.Step(Step(3) with { Loss = 2 });
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("step 1/3  epoch 1/1  loss 4.0000", lines[0]);
        Assert.Contains("step 3/3  epoch 1/1  loss 2.5000", lines[1]);
    }

    [Fact]
    public void The_time_left_covers_steps_and_evaluations()
    {
        var clock = new ManualClock();
        var remaining = new RemainingTime(clock);
        remaining.Begin(new TrainingPlan(2, 6, 3, 0, 1));
        Assert.Null(remaining.Seconds);
        for (var step = 1; step <= 2; step++)
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            remaining.Step(step);
        }

        Assert.Equal(4 * 2, remaining.Seconds);
        remaining.Evaluating();
        clock.Advance(TimeSpan.FromSeconds(5));
        remaining.Evaluated();
        Assert.Equal((4 * 2) + (2 * 5), remaining.Seconds);
    }

    private static StepMetrics Step(int step) => new(step, 1, 1.5, 0.4, 1e-3, null, 1234, 5, 6, step);
}
