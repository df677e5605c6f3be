using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Training;

/// <summary>Is told how a training proceeds; called on the training's own thread.</summary>
internal interface ITrainingObserver
{
    /// <summary>The training begins.</summary>
    void Begin(TrainingPlan plan);

    /// <summary>A step was taken.</summary>
    void Step(StepMetrics metrics);

    /// <summary>An evaluation is under way.</summary>
    void Evaluating(string split, int rowsDone, int rows);

    /// <summary>An evaluation is done.</summary>
    /// <param name="metrics">What it found.</param>
    /// <param name="training">The mean over the training steps since the evaluation before, if there were any.</param>
    void Evaluated(EvaluationMetrics metrics, StepMetrics? training);

    /// <summary>Something else happened that a person should know.</summary>
    void Notice(string message);
}
