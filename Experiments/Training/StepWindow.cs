namespace SerpentDsl.Experiments.Training;

/// <summary>Means over consecutive steps.</summary>
internal sealed class StepWindow
{
    private Sums _sums;

    public StepWindow()
    {
    }

    public StepWindow(Sample sample) => Add(sample);

    /// <summary>One step.</summary>
    /// <param name="Loss">Mean cross-entropy of its batch.</param>
    /// <param name="Right">Predictions that are right.</param>
    /// <param name="Predictions">Predictions.</param>
    /// <param name="Tokens">Tokens without padding.</param>
    /// <param name="Sequences">Rows.</param>
    /// <param name="GradientNorm">Norm of the gradient, if it was taken.</param>
    /// <param name="Seconds">How long it took.</param>
    public readonly record struct Sample(double Loss, long Right, long Predictions, long Tokens, long Sequences, double? GradientNorm, double Seconds);

    /// <summary>What the means are made of: the sums over the steps.</summary>
    public readonly record struct Sums(int Steps, double Loss, long Right, long Predictions, long Tokens, long Sequences, double? GradientNorm, double Seconds);

    /// <summary>The sums so far; setting them goes on from there.</summary>
    public Sums Totals
    {
        get => _sums;
        set => _sums = value;
    }

    public int Steps => _sums.Steps;

    public double Loss => _sums.Loss / Steps;

    public double Accuracy => (double)_sums.Right / _sums.Predictions;

    public double TokensPerSecond => _sums.Tokens / _sums.Seconds;

    public double SequencesPerSecond => _sums.Sequences / _sums.Seconds;

    public double? GradientNorm => _sums.GradientNorm / Steps;

    public void Add(Sample sample) => _sums = new Sums(
        _sums.Steps + 1,
        _sums.Loss + sample.Loss,
        _sums.Right + sample.Right,
        _sums.Predictions + sample.Predictions,
        _sums.Tokens + sample.Tokens,
        _sums.Sequences + sample.Sequences,
        sample.GradientNorm is { } norm ? norm + (_sums.GradientNorm ?? 0) : _sums.GradientNorm,
        _sums.Seconds + sample.Seconds);

    public void Clear() => _sums = default;
}
