using System.Diagnostics;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.Displays;

/// <summary>Prints lines, at most one every few seconds, for files, pipes and logs.</summary>
internal sealed class PlainTrainingDisplay(Terminal terminal) : TrainingDisplay(terminal)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private long _written;
    private double _loss;
    private double _accuracy;
    private double _tokensPerSecond;
    private int _steps;

    public override TrainingResult Show(Func<TrainingResult> train, CancellationToken cancellation) => train();

    public override void Notice(string message) => Write(message);

    protected override void OnStep(StepMetrics metrics)
    {
        // Each line shows the means since the line before.
        _loss += metrics.Loss;
        _accuracy += metrics.Accuracy ?? 0;
        _tokensPerSecond += metrics.TokensPerSecond;
        _steps++;
        var isFirstOrLast = metrics.Step == 1 || metrics.Step == Plan!.TotalSteps;
        if (!isFirstOrLast && Stopwatch.GetElapsedTime(_written) < s_interval)
        {
            return;
        }

        _written = Stopwatch.GetTimestamp();
        var left = SecondsLeft is { } seconds ? $"  {Figures.Duration(seconds)} left" : "";
        var compressed = Compression(metrics.Compression, metrics.Coverage);
        Write(
            $"step {Figures.Count(metrics.Step)}/{Figures.Count(Plan!.TotalSteps)}  epoch {metrics.Epoch}/{Plan.Epochs}  loss "
            + $"{Figures.Loss(_loss / _steps)}"
            + $"{ScoreText.Accuracy(metrics.Accuracy is null ? null : _accuracy / _steps)}  rate "
            + $"{Figures.Rate(metrics.LearningRate)}{compressed}  {Figures.Count(_tokensPerSecond / _steps)} "
            + $"tokens/s{left}");
        (_loss, _accuracy, _tokensPerSecond, _steps) = (0, 0, 0, 0);
    }

    protected override void OnEvaluating(string split, int rowsDone, int rows)
    {
    }

    protected override void OnEvaluated(EvaluationMetrics metrics, StepMetrics? training)
    {
        var trained = training is null
            ? ""
            : $"  (train loss {Figures.Loss(training.Loss)}"
                + $"{(training.Accuracy is { } share ? $", accuracy {Figures.Percent(share)}" : "")})";
        var best = metrics.IsBest ? "  best so far" : "";
        var compressed = Compression(metrics.Compression, metrics.Coverage);
        var when = metrics.Epoch == 0 ? "untrained" : $"epoch {metrics.Epoch}";
        Write($"{metrics.Split}, {when}  loss {Figures.Loss(metrics.Loss)}{Figures.Perplexity(metrics.Perplexity)}"
            + $"{ScoreText.Accuracy(metrics.Accuracy)}{ScoreText.Errors(metrics)}{compressed}{best}{trained}");
    }

    private static string Compression(IReadOnlyDictionary<string, double>? rates, IReadOnlyDictionary<string, double>? coverage)
    {
        var read = coverage is null ? "" : $" reading {ScoreText.Coverage(coverage)}";
        return rates is null ? "" : $"  compressed to {ScoreText.Rates(rates)}{read}";
    }

    private void Write(string line)
    {
        Terminal.Output.WriteLine(line);
        Terminal.Output.Flush();
    }
}
