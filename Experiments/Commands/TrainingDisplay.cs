using SerpentDsl.Experiments.Training;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary>Shows a person how a training goes: live in a terminal, by lines otherwise.</summary>
internal abstract class TrainingDisplay(Terminal terminal) : ITrainingObserver
{
    private readonly RemainingTime _remaining = new(TimeProvider.System);

    /// <summary>Where the display is.</summary>
    protected Terminal Terminal { get; } = terminal;

    /// <summary>The console for people.</summary>
    protected IAnsiConsole Console => Terminal.Console;

    /// <summary>What is being done; null before the beginning.</summary>
    protected TrainingPlan? Plan { get; private set; }

    /// <summary>Seconds of the training still to come, if they can be told.</summary>
    protected double? SecondsLeft => _remaining.Seconds;

    /// <summary>The display that suits a terminal.</summary>
    public static TrainingDisplay For(Terminal terminal) =>
        terminal.IsInteractive ? new LiveTrainingDisplay(terminal) : new PlainTrainingDisplay(terminal);

    /// <summary>Says what is going to be trained, where, and what it has to beat.</summary>
    /// <param name="architecture">What.</param>
    /// <param name="task">On what.</param>
    /// <param name="workload">Its data.</param>
    /// <param name="options">How.</param>
    /// <param name="run">Where it is kept.</param>
    /// <param name="from">The checkpoint that it goes on from, if from one.</param>
    public void Introduce(ArchitectureSpec architecture, ITask task, Workload workload, TrainingOptions options, string run, Checkpoint? from)
    {
        string threads = options.Device == "cpu" ? $", {Count(TorchSharp.torch.get_num_threads(), "thread")}" : "";
        string cut = options.MaxLength is { } longest ? $", cut to {Text.Count(longest)} tokens" : "";
        SplitRows rows = workload.Rows();
        Console.MarkupLineInterpolated($"[bold]{architecture.Name}[/] [grey]on[/] {task.Name}");
        Console.Write(Tables.Pairs(
        [
            ("model", $"{Text.Count(architecture.Parameters)} parameters on {options.Device}{threads}, seed {options.Seed}"),
            ("data", $"{Text.Count(rows.Train)} / {Text.Count(rows.Validation)} / {Text.Count(rows.Test)} {workload.Unit}{cut}, {workload.Source}"),
            ("to beat", string.Join(", ", workload.Baselines.Select(baseline => $"{baseline.Name} {Text.Value(baseline)}"))),
            ("run", run),
            .. from is null ? Array.Empty<(string, string)>() : [("goes on", $"after step {Text.Count(from.Step)}, epoch {from.Epoch}")],
        ]));
        Console.WriteLine();
    }

    /// <summary>Runs a training under the display.</summary>
    public abstract TrainingResult Show(Func<TrainingResult> train, CancellationToken cancellation);

    /// <summary>Says how it ended and what to do next.</summary>
    public void Conclude(TrainingResult result, IReadOnlyList<Baseline> baselines, RunFolder run)
    {
        string took = $"{Count(result.Steps, "step")} in {Text.Duration(result.Seconds)}";
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
            Type next = result.Status == TrainingStatus.Interrupted ? typeof(ResumeOptions) : typeof(EvalOptions);
            rows.Add(("next", $"{CommandNames.Of(next)} {run.Path}"));
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

    /// <summary>The training begins.</summary>
    protected virtual void OnBegin(TrainingPlan plan)
    {
    }

    /// <summary>A step was taken.</summary>
    protected abstract void OnStep(StepMetrics metrics);

    /// <summary>An evaluation is under way.</summary>
    protected abstract void OnEvaluating(string split, int rowsDone, int rows);

    /// <summary>An evaluation is done.</summary>
    protected abstract void OnEvaluated(EvaluationMetrics metrics, StepMetrics? training);

    /// <summary>A number of things.</summary>
    protected static string Count(long count, string thing) => $"{Text.Count(count)} {thing}{(count == 1 ? "" : "s")}";

    private static Grid Scores(EvaluationMetrics validation, EvaluationMetrics? test, IReadOnlyList<Baseline> baselines)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 3, 0) });
        grid.AddColumn(new GridColumn { NoWrap = true, Alignment = Justify.Right, Padding = new Padding(0, 0, 3, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        bool beats = baselines.All(baseline => baseline.IsBeatenBy(validation));
        string colour = beats ? "green" : "yellow";
        grid.AddEmptyRow();
        grid.AddRow($"validation {Measure(validation)}", $"[bold {colour}]{Text.Value(validation)}[/]", $"[grey]epoch {validation.Epoch}, {Rows(validation)}[/]");
        foreach (Baseline baseline in baselines)
        {
            grid.AddRow($"[grey]{Markup.Escape(baseline.Name)}[/]", $"[grey]{Text.Value(baseline)}[/]", "[grey]baseline, on the validation split[/]");
        }

        if (test is not null)
        {
            grid.AddRow($"test {Measure(test)}", $"[bold]{Text.Value(test)}[/]", $"[grey]the same parameters, {Rows(test)}[/]");
        }

        grid.AddEmptyRow();
        return grid;
    }

    private static string Measure(EvaluationMetrics metrics) => metrics.Perplexity is null ? "accuracy" : "loss and perplexity";

    private static string Rows(EvaluationMetrics metrics) =>
        metrics.Rows == metrics.SplitRows ? $"all {Text.Count(metrics.Rows)} rows" : $"{Text.Count(metrics.Rows)} of {Text.Count(metrics.SplitRows)} rows";
}
