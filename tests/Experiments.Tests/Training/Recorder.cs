using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Training;

namespace SerpentDsl.Experiments.Tests.Training;

/// <summary>Keeps what a training tells, and can stop it.</summary>
internal sealed class Recorder : ITrainingObserver
{
    public List<StepMetrics> Steps { get; } = [];

    public List<EvaluationMetrics> Evaluations { get; } = [];

    public List<string> Notices { get; } = [];

    public CancellationTokenSource Stop { get; } = new();

    public int StopAtStep { get; init; }

    public string? StopAtSplit { get; init; }

    /// <summary>A stop at a split waits for so many steps.</summary>
    public int StopAfterSteps { get; init; }

    public void Begin(TrainingPlan plan) => Assert.True(plan.TotalSteps > 0);

    public void Step(StepMetrics metrics)
    {
        Steps.Add(metrics);
        if (metrics.Step == StopAtStep)
        {
            Stop.Cancel();
        }
    }

    public void Evaluating(string split, int rowsDone, int rows)
    {
        Assert.InRange(rowsDone, 0, rows);
        if (split == StopAtSplit && Steps.Count >= StopAfterSteps)
        {
            Stop.Cancel();
        }
    }

    public void Evaluated(EvaluationMetrics metrics, StepMetrics? training)
    {
        Assert.Equal(metrics.Split == "test" || metrics.Epoch == 0, training is null);
        Evaluations.Add(metrics);
    }

    public void Notice(string message) => Notices.Add(message);
}
