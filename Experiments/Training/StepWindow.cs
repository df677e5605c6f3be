namespace SerpentDsl.Experiments.Training;

/// <summary>Means over consecutive steps.</summary>
internal sealed class StepWindow
{
    private double _loss;
    private double _gradientNorm;
    private double _seconds;
    private long _right;
    private long _rows;
    private long _tokens;
    private bool _hasGradientNorm;

    public StepWindow()
    {
    }

    public StepWindow(Sample sample) => Add(sample);

    /// <summary>One step.</summary>
    /// <param name="Loss">Mean cross-entropy of its batch.</param>
    /// <param name="Right">Rows classified rightly.</param>
    /// <param name="Rows">Rows.</param>
    /// <param name="Tokens">Tokens without padding.</param>
    /// <param name="GradientNorm">Norm of the gradient, if it was taken.</param>
    /// <param name="Seconds">How long it took.</param>
    public readonly record struct Sample(double Loss, long Right, int Rows, int Tokens, double? GradientNorm, double Seconds);

    public int Steps { get; private set; }

    public double Loss => _loss / Steps;

    public double Accuracy => (double)_right / _rows;

    public double TokensPerSecond => _tokens / _seconds;

    public double? GradientNorm => _hasGradientNorm ? _gradientNorm / Steps : null;

    public void Add(Sample sample)
    {
        Steps++;
        _loss += sample.Loss;
        _right += sample.Right;
        _rows += sample.Rows;
        _tokens += sample.Tokens;
        _seconds += sample.Seconds;
        _hasGradientNorm |= sample.GradientNorm is not null;
        _gradientNorm += sample.GradientNorm ?? 0;
    }

    public void Clear()
    {
        (Steps, _loss, _gradientNorm, _seconds, _right, _rows, _tokens, _hasGradientNorm) = (0, 0, 0, 0, 0, 0, 0, false);
    }
}
