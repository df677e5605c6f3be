using System.Diagnostics;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SerpentDsl.Experiments.Displays;

/// <summary>A few lines that are rewritten in place, below a table with a row per epoch.</summary>
internal sealed class LiveTrainingDisplay(Terminal terminal) : TrainingDisplay(terminal)
{
    private const int BarWidth = 40;
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(200);

    private LiveDisplayContext? _live;
    private StepMetrics? _step;
    private string? _evaluation;
    private double _loss;
    private double? _accuracy;
    private double _smoothed;
    private string? _bestValidation;
    private long _shown;
    private bool _hasHeading;

    public override TrainingResult Show(Func<TrainingResult> train, CancellationToken cancellation)
    {
        using var registration = cancellation.Register(
            () => Notice("Stopping after this step; the run is saved. Press Ctrl-C again to end at once, without saving."));
        return Console.Live(Frame()).AutoClear(true).Start(live =>
        {
            _live = live;
            try
            {
                return train();
            }
            finally
            {
                _live = null;
            }
        });
    }

    public override void Notice(string message) => Console.MarkupLineInterpolated($"  [grey]{message}[/]");

    protected override void OnBegin(TrainingPlan plan) => Refresh(now: true);

    protected override void OnStep(StepMetrics metrics)
    {
        _step = metrics;
        _evaluation = null;

        // The loss of one batch is noisy. The display shows a running mean over about fifty batches.
        const double Memory = 0.98;
        _loss = (Memory * _loss) + ((1 - Memory) * metrics.Loss);
        _accuracy = metrics.Accuracy is { } share ? (Memory * (_accuracy ?? 0)) + ((1 - Memory) * share) : null;
        _smoothed = (Memory * _smoothed) + (1 - Memory);
        Refresh(now: false);
    }

    protected override void OnEvaluating(string split, int rowsDone, int rows)
    {
        _evaluation = $"evaluating on {split}: {Figures.Count(rowsDone)} of {Figures.Count(rows)} rows";
        Refresh(now: false);
    }

    protected override void OnEvaluated(EvaluationMetrics metrics, StepMetrics? training)
    {
        _evaluation = null;
        if (metrics.Split == "test")
        {
            return;
        }

        if (!_hasHeading)
        {
            _hasHeading = true;
            var (trained, validated) = metrics.Rmse is null ? ("accuracy", "accuracy") : ("        ", "    RMSE");
            Console.MarkupLine($"[grey]   epoch     train loss  {trained}     validation loss  {validated}        time[/]");
        }

        _bestValidation = metrics.IsBest ? ScoreText.MainOf(metrics) : _bestValidation;
        var score = ScoreText.MainOf(metrics).PadLeft(8);
        Console.MarkupLine(
            $"{metrics.Epoch,8}{(training is null ? "" : Figures.Loss(training.Loss)),15}"
            + $"{(training?.Accuracy is { } share ? Figures.Percent(share) : ""),10}{Figures.Loss(metrics.Loss),20}"
            + $"  {(metrics.IsBest ? $"[bold green]{score}[/]" : score)}{Figures.Duration(metrics.Seconds),12}");
        Refresh(now: true);
    }

    private void Refresh(bool now)
    {
        if (_live is null || (!now && Stopwatch.GetElapsedTime(_shown) < s_refresh))
        {
            return;
        }

        _shown = Stopwatch.GetTimestamp();
        _live.UpdateTarget(Frame());
        _live.Refresh();
    }

    private IRenderable Frame()
    {
        if (Plan is null || _step is null)
        {
            return new Markup("\n  [grey]taking the first step …[/]\n");
        }

        var share = (double)_step.Step / Plan.TotalSteps;
        var left = SecondsLeft is { } seconds ? $"{Figures.Duration(seconds)} left" : "";
        var best = _bestValidation is null ? "" : $"   best validation [bold]{_bestValidation}[/]";
        var compressed = _step.Compression is { } rates ? $"   compressed to [bold]{ScoreText.Rates(rates)}[/]" : "";
        compressed += _step.Coverage is { } coverage ? $" reading [bold]{ScoreText.Coverage(coverage)}[/]" : "";
        var state = _evaluation
            ?? $"loss [bold]{Figures.Loss(_loss / _smoothed)}[/]"
                + $"{(_accuracy is { } sum ? $"   accuracy [bold]{Figures.Percent(sum / _smoothed)}[/]" : "")}{best}{compressed}   "
                + $"[grey]{Figures.Count(_step.TokensPerSecond)} tokens/s[/]";
        return new Markup(
            $"\n  {Bar(share)}  step {Figures.Count(_step.Step)} of {Figures.Count(Plan.TotalSteps)}   epoch {_step.Epoch} of "
            + $"{Plan.Epochs}   {left}\n  {state}\n");
    }

    private string Bar(double share)
    {
        var (done, rest) = Console.Profile.Capabilities.Unicode ? ('━', '─') : ('=', '-');
        var filled = (int)Math.Round(share * BarWidth);
        return $"[green]{new string(done, filled)}[/][grey]{new string(rest, BarWidth - filled)}[/]";
    }
}
