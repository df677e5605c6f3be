using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using Spectre.Console;

namespace SerpentDsl.Experiments.Displays;

/// <summary>Shows the progress of a training: live in a terminal, else line by line.</summary>
internal abstract class TrainingDisplay(Terminal terminal) : ITrainingObserver
{
    private readonly RemainingTime _remaining = new(TimeProvider.System);

    /// <summary>The terminal to write to.</summary>
    protected Terminal Terminal { get; } = terminal;

    /// <summary>The console for people, of the same terminal.</summary>
    protected IAnsiConsole Console => Terminal.Console;

    /// <summary>Length of the training; null before it begins.</summary>
    protected TrainingPlan? Plan { get; private set; }

    /// <summary>Estimated seconds until the end of the training; null while unknown.</summary>
    protected double? SecondsLeft => _remaining.Seconds;

    /// <summary>The display that suits a terminal.</summary>
    public static TrainingDisplay For(Terminal terminal) =>
        terminal.IsInteractive ? new LiveTrainingDisplay(terminal) : new PlainTrainingDisplay(terminal);

    /// <summary>Prints the model, data, baselines and run folder before the training begins.</summary>
    /// <param name="architecture">The architecture to train.</param>
    /// <param name="task">The task to train on.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="options">The training options.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="from">The checkpoint from which the training is resumed; null: it starts from the beginning.</param>
    public void Introduce(ArchitectureSpec architecture, ITask task, Dataset dataset, TrainingOptions options, string run, Checkpoint? from)
    {
        var threads = options.Device == "cpu" ? $", {Figures.Plural(TorchSharp.torch.get_num_threads(), "thread")}" : "";
        var cut = options.MaxLength is { } longest ? $", cut to {Figures.Count(longest)} {dataset.PositionUnit}" : "";
        var rows = dataset.Rows();
        Console.MarkupLineInterpolated($"[bold]{architecture.Name}[/] [grey]on[/] {task.Name}");
        Console.Write(Tables.Pairs(
        [
            ("model", $"{Figures.Count(architecture.Parameters)} parameters on {options.Device}{threads}, seed {options.Seed}"),
            ("data", $"{Figures.Count(rows.Train)} / {Figures.Count(rows.Validation)} / {Figures.Count(rows.Test)} {dataset.Unit}{cut}, "
                + $"{dataset.Source}"),
            ("to beat", string.Join(", ", dataset.Baselines.Select(baseline => $"{baseline.Name} {baseline.Score}"))),
            .. dataset.Cut is { Any: true } lost ? [("cut", CutText.Of(lost, dataset.PositionUnit))] : Array.Empty<(string, string)>(),
            ("run", run),
            .. from is null ? Array.Empty<(string, string)>() : [("resumed", $"after step {Figures.Count(from.Step)}, epoch {from.Epoch}")],
        ]));
        Console.WriteLine();
    }

    /// <summary>Runs a training under the display.</summary>
    public abstract TrainingResult Show(Func<TrainingResult> train, CancellationToken cancellation);

    /// <summary>Prints the result of the training and what to do next.</summary>
    public void Conclude(TrainingResult result, IReadOnlyList<Baseline> baselines, RunFolder run)
    {
        var took = $"{Figures.Plural(result.Steps, "step")} in {Figures.Duration(result.Seconds)}";
        Console.WriteLine();
        Console.MarkupLine(result.Status switch
        {
            TrainingStatus.Completed => $"[bold]Done.[/] {took}.",
            TrainingStatus.StoppedEarly => $"[bold]Stopped early.[/] {took}.",
            TrainingStatus.Interrupted => $"[bold]Interrupted[/] after {took}. Everything is saved.",
            _ => $"[bold red]Failed[/] after {took}.",
        });
        if (result.Problem is { } problem)
        {
            Terminal.Fail(problem);
        }

        if (result.Validation is { } validation)
        {
            Console.Write(Scores(validation, result.Test, baselines));
        }

        var rows = new List<(string, string)> { ("run", run.Path) };
        if (File.Exists(run.BestCheckpoint) || File.Exists(run.LastCheckpoint))
        {
            var next = result.Status == TrainingStatus.Interrupted ? VerbNames.Resume : VerbNames.Eval;
            rows.Add(("next", $"{RunnerCommand.Of(next)} {run.Path}"));
        }

        Console.Write(Tables.Pairs(rows));
    }

    public void Begin(TrainingPlan plan)
    {
        Plan = plan;
        _remaining.Begin(plan);
        OnBegin(plan);
    }

    public void Step(StepMetrics metrics)
    {
        _remaining.Step(metrics.Step);
        OnStep(metrics);
    }

    public void Evaluating(string split, int rowsDone, int rows)
    {
        _remaining.Evaluating();
        OnEvaluating(split, rowsDone, rows);
    }

    public void Evaluated(EvaluationMetrics metrics, StepMetrics? training)
    {
        _remaining.Evaluated();
        OnEvaluated(metrics, training);
    }

    public abstract void Notice(string message);

    /// <summary>Called when the training begins.</summary>
    protected virtual void OnBegin(TrainingPlan plan)
    {
    }

    /// <summary>Called after each step.</summary>
    protected abstract void OnStep(StepMetrics metrics);

    /// <summary>Called while an evaluation runs.</summary>
    protected abstract void OnEvaluating(string split, int rowsDone, int rows);

    /// <summary>Called after an evaluation.</summary>
    protected abstract void OnEvaluated(EvaluationMetrics metrics, StepMetrics? training);

    private static Grid Scores(EvaluationMetrics validation, EvaluationMetrics? test, IReadOnlyList<Baseline> baselines)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 3, 0) });
        grid.AddColumn(new GridColumn { NoWrap = true, Alignment = Justify.Right, Padding = new Padding(0, 0, 3, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        var beats = baselines.All(validation.Beats);
        var colour = beats ? "green" : "yellow";
        grid.AddEmptyRow();
        grid.AddRow(
            $"validation {ScoreText.MeasureOf(validation)}",
            $"[bold {colour}]{ScoreText.Of(validation)}[/]",
            $"[grey]epoch {validation.Epoch}, {Rows(validation)}[/]");
        foreach (var baseline in baselines)
        {
            grid.AddRow(
                $"[grey]{Markup.Escape(baseline.Name)}[/]",
                $"[grey]{baseline.Score}[/]",
                "[grey]baseline, on the validation split[/]");
        }

        if (test is not null)
        {
            grid.AddRow(
                $"test {ScoreText.MeasureOf(test)}", $"[bold]{ScoreText.Of(test)}[/]", $"[grey]the same parameters, {Rows(test)}[/]");
        }

        grid.AddEmptyRow();
        return grid;
    }

    private static string Rows(EvaluationMetrics metrics) =>
        metrics.Rows == metrics.SplitRows
            ? $"all {Figures.Count(metrics.Rows)} rows"
            : $"{Figures.Count(metrics.Rows)} of {Figures.Count(metrics.SplitRows)} rows";
}
