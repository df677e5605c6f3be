using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Displays;

/// <summary>Estimates the remaining time of a training from its recent steps and its last evaluation.</summary>
/// <param name="clock">Measures the time between steps.</param>
internal sealed class RemainingTime(TimeProvider clock)
{
    /// <summary>Weight of a new step in the running mean. The first steps, which are slower, soon have little weight.</summary>
    private const double Weight = 0.05;

    private TrainingPlan? _plan;
    private long _last;
    private long _evaluationBegan;
    private double? _perStep;
    private double _perEvaluation;
    private int _step;
    private int _measured;

    /// <summary>Estimated remaining time in seconds; null before the first steps.</summary>
    public double? Seconds
    {
        get
        {
            if (_plan is null || _perStep is not { } perStep)
            {
                return null;
            }

            var epochsDone = _step / _plan.StepsPerEpoch;
            return ((_plan.TotalSteps - _step) * perStep) + ((_plan.Epochs - epochsDone) * _perEvaluation);
        }
    }

    public void Begin(TrainingPlan plan)
    {
        _plan = plan;
        _last = clock.GetTimestamp();
    }

    public void Step(int step)
    {
        _step = step;
        var seconds = clock.GetElapsedTime(_last).TotalSeconds;
        _last = clock.GetTimestamp();
        _measured++;
        if (_measured > 1)
        {
            _perStep = _perStep is { } mean ? mean + (Math.Max(Weight, 1.0 / _measured) * (seconds - mean)) : seconds;
        }
    }

    public void Evaluating()
    {
        if (_evaluationBegan == 0)
        {
            _evaluationBegan = clock.GetTimestamp();
        }
    }

    public void Evaluated()
    {
        _perEvaluation = clock.GetElapsedTime(_evaluationBegan).TotalSeconds;
        _evaluationBegan = 0;
        _last = clock.GetTimestamp();
    }
}
