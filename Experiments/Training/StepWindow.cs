using SerpentDsl.Experiments.Checkpoints;

namespace SerpentDsl.Experiments.Training;

/// <summary>Means over consecutive steps.</summary>
internal sealed class StepWindow
{
    private StepSums _sums;

    public StepWindow()
    {
    }

    public StepWindow(StepSample sample) => Add(sample);

    /// <summary>The sums so far. Setting them continues from earlier sums.</summary>
    public StepSums Totals
    {
        get => _sums;
        set => _sums = value;
    }

    public int Steps => _sums.Steps;

    public double Loss => _sums.Loss / Steps;

    public double? Accuracy => (double?)_sums.Right / _sums.Predictions;

    public double TokensPerSecond => _sums.Tokens / _sums.Seconds;

    public double SequencesPerSecond => _sums.Sequences / _sums.Seconds;

    public double? GradientNorm => _sums.GradientNorm / Steps;

    public void Add(StepSample sample) => _sums = new StepSums(
        _sums.Steps + 1,
        _sums.Loss + sample.Loss,
        sample.Right is { } right ? right + (_sums.Right ?? 0) : _sums.Right,
        _sums.Predictions + sample.Predictions,
        _sums.Tokens + sample.Tokens,
        _sums.Sequences + sample.Sequences,
        sample.GradientNorm is { } norm ? norm + (_sums.GradientNorm ?? 0) : _sums.GradientNorm,
        _sums.Seconds + sample.Seconds);

    public void Clear() => _sums = default;
}
