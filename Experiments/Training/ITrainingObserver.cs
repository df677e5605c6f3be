using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Training;

/// <summary>Receives the events of a training, on the training's thread.</summary>
internal interface ITrainingObserver
{
    /// <summary>Called when the training begins.</summary>
    void Begin(TrainingPlan plan);

    /// <summary>Called after each step.</summary>
    void Step(StepMetrics metrics);

    /// <summary>Called while an evaluation runs.</summary>
    void Evaluating(string split, int rowsDone, int rows);

    /// <summary>Called after an evaluation.</summary>
    /// <param name="metrics">The result.</param>
    /// <param name="training">Means over the training steps since the last evaluation; null if there were none.</param>
    void Evaluated(EvaluationMetrics metrics, StepMetrics? training);

    /// <summary>Called with a message for people about any other event.</summary>
    void Notice(string message);
}
