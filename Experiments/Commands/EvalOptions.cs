using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using Spectre.Console;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>eval</c>: evaluates a checkpoint on every row of a split.</summary>
[Verb(VerbNames.Eval, HelpText = "Evaluate a run's checkpoint on every row of a split.")]
internal sealed class EvalOptions : ModelOptions, ICommandOptions
{
    [Value(0, MetaName = "RUN", Hidden = true)]
    public string? Run { get; set; }

    [Option("checkpoint", HelpText = "best, last or a file (default: best, else last).")]
    public string? Checkpoint { get; set; }

    [Option("split", HelpText = "train, validation or test (default: validation and test).")]
    public string? SplitName { get; set; }

    [Option("batch-size", MetaValue = "N", HelpText = "Sequences per batch (default: the run's).")]
    public int? BatchSize { get; set; }

    [Option("context", MetaValue = "blocks|carried|sliding",
        HelpText = "Language models: the tokens read before a predicted one. blocks: those of its block, as in training (default); "
            + "carried: all before it, remembered in the state; sliding: those of a sliding window.")]
    public string? ContextName { get; set; }

    [Option("window", MetaValue = "N", HelpText = "Language models: tokens per block or window (default: the run's).")]
    public int? Window { get; set; }

    [Option("stride", MetaValue = "N", HelpText = "With --context sliding: how far the window moves (default: half of it).")]
    public int? Stride { get; set; }

    [Option("json", HelpText = "Print a JSON object.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        Require.AtLeast(1, BatchSize, "--batch-size");
        Require.AtLeast(1, Window, "--window");
        Require.AtLeast(1, Stride, "--stride");
        var splits = SplitsToRead();
        var path = CheckpointPath();
        var file = CheckpointFile.Read(path);
        var checkpoint = file.About;
        var architecture = context.Catalogue.Declared(checkpoint.Architecture, path);
        var configuration = RunFolder.ConfigurationOf(path);
        var task = TaskOf(architecture, configuration, configuration is null ? null : RunFolder.OfCheckpoint(path), context);
        var device = PrepareDevice();

        // By default the run's own data and batch size, so that the result equals the run's.
        var batchSize = BatchSize ?? (int?)configuration?["options"]?["batchSize"]
            ?? (architecture.Recipe ?? RecipeDefaults.For(task.GetType())).BatchSize;
        var maxLength = Window ?? (int?)configuration?["options"]?["maxLength"];
        var cut = CutFor(architecture, maxLength);
        using var dataset = Load(architecture, task, maxLength, seed: 0, FoldersOf(configuration), context);
        if ((bool?)configuration?["options"]?["separateDocuments"] is true && dataset is TextDataset text)
        {
            text.SeparateDocuments();
        }

        using var model = MemoryCheck.Create(architecture);
        ModuleState.Load(model.Module, file.Model, path);
        model.Module.to(torch.device(device));
        var evaluations = new Dictionary<string, Evaluation>();
        foreach (var split in splits)
        {
            using var progress = new TaskProgressDisplay(context.Terminal);
            void Tell(long done, long all) => progress.Report(new TaskProgress($"evaluating on {split.Name()}", done, all));
            var evaluation = EvaluationOf(
                model, dataset, split, cut, batchSize, torch.device(device), Json ? null : Tell, context.Cancellation);
            evaluations.Add(split.Name(), evaluation);
        }

        Report(context.Terminal, path, checkpoint, dataset.Baselines, cut, evaluations);
        return ExitCode.Success;
    }

    private static Evaluation EvaluationOf(
        ISequenceModel model,
        Dataset dataset,
        Split split,
        TextCut? cut,
        int batchSize,
        torch.Device device,
        Action<long, long>? progress,
        CancellationToken cancellation)
    {
        // Blocks are read as in training, so that the results are equal. The training split is cut differently: training omits its end.
        if (cut is not null && (cut.Context != TextContext.Blocks || split == Split.Train))
        {
            return TextEvaluation.Of(model, (TextDataset)dataset, split, cut, batchSize, device, progress, cancellation);
        }

        var rows = dataset.LengthsOf(split).Count;
        return Evaluation.Of(
            model, dataset, split, rows, batchSize, device, progress is null ? null : done => progress(done, rows), cancellation);
    }

    /// <summary>How a language model's text is cut; null for other models.</summary>
    private TextCut? CutFor(ArchitectureSpec architecture, int? maxLength)
    {
        if (architecture.Head is not LanguageModelHeadSpec head)
        {
            var option = ContextName is not null ? "--context"
                : Window is not null ? "--window"
                : Stride is not null ? "--stride"
                : null;
            return option is null
                ? null
                : throw new UsageException(
                    $"{option} is for language models, and {architecture.Name} is declared [{architecture.Head.Kind}].");
        }

        var context = ContextName is null ? TextContext.Blocks : Require.Choice<TextContext>(ContextName, "--context");
        var window = maxLength ?? head.ContextLength;
        if (context != TextContext.Sliding)
        {
            return Stride is null ? new TextCut(context, window) : throw new UsageException("--stride needs --context sliding.");
        }

        var stride = Stride ?? Math.Max(1, window / 2);
        return stride <= window
            ? new TextCut(context, window, stride)
            : throw new UsageException(
                $"--stride is {stride:N0}, above the window of {window:N0}, so tokens would be skipped. It must be at most the window.");
    }

    private Split[] SplitsToRead()
    {
        if (SplitName is null)
        {
            return [Split.Validation, Split.Test];
        }

        return Splits.Find(SplitName) is { } split
            ? [split]
            : throw new UsageException($"--split is '{SplitName}'; it must be one of {string.Join(", ", Splits.All.Select(Splits.Name))}.");
    }

    private string CheckpointPath()
    {
        if (Checkpoint is not (null or "best" or "last"))
        {
            return File.Exists(Checkpoint)
                ? Checkpoint
                : throw new UsageException($"There is no checkpoint {Checkpoint}. Name best, last or a file.");
        }

        if (Run is null)
        {
            throw new UsageException("'eval' needs the folder of a RUN, or a checkpoint file with --checkpoint.");
        }

        return RunFolder.FindCheckpoint(Run, Checkpoint);
    }

    private void Report(
        Terminal terminal, string path, Checkpoints.Checkpoint checkpoint, IReadOnlyList<Baseline> baselines, TextCut? cut,
        Dictionary<string, Evaluation> evaluations)
    {
        if (Json)
        {
            terminal.WriteJson(
                new EvaluationJson(checkpoint.Architecture, path, checkpoint.Step, checkpoint.Epoch, cut, evaluations, baselines));
            return;
        }

        terminal.Console.MarkupLineInterpolated(
            $"[bold]{checkpoint.Architecture}[/] [grey]{path}, step {Figures.Count(checkpoint.Step)}, epoch {checkpoint.Epoch}[/]");
        if (cut is not null)
        {
            terminal.Console.MarkupLineInterpolated($"[grey]{cut}[/]");
        }

        var table = Tables.Plain();
        table.AddColumn("split").AddColumn(
            Tables.Number(cut is null ? "rows" : "pieces")).AddColumn(Tables.Number("loss"));
        string[] measures = evaluations.Values.Any(evaluation => evaluation.Rmse is not null) ? ["RMSE", "MAE", "R²"] : ["accuracy"];
        foreach (var measure in measures)
        {
            table.AddColumn(Tables.Number(measure));
        }

        if (cut is not null)
        {
            table.AddColumn(Tables.Number("top five")).AddColumn(Tables.Number("perplexity")).AddColumn(Tables.Number("of batches"))
                .AddColumn(Tables.Number("of words")).AddColumn(Tables.Number("bits per byte"));
        }

        foreach (var (split, evaluation) in evaluations)
        {
            string[] cells =
            [
                split,
                Figures.Count(evaluation.Rows),
                Figures.Loss(evaluation.Loss),
                .. evaluation is { Rmse: { } error, Mae: { } absolute, R2: { } explained }
                    ? [$"[bold]{Figures.Significant(error)}[/]", Figures.Significant(absolute), Figures.Loss(explained)]
                    : new[] { $"[bold]{Figures.Percent(evaluation.Accuracy ?? double.NaN)}[/]" },
            ];
            table.AddRow(cut is null
                ? cells
                : [
                    .. cells,
                    Figures.Percent(evaluation.TopFive!.Value),
                    Optional(evaluation.Perplexity),
                    Optional(evaluation.BatchPerplexity),
                    Optional(evaluation.WordPerplexity),
                    evaluation.BitsPerByte is { } bits ? Figures.Loss(bits) : "-",
                ]);
        }

        terminal.Console.Write(table);
        terminal.Console.Write(Tables.Pairs(baselines.Select(baseline => (baseline.Name, $"{baseline.Score} on validation"))));
    }

    private static string Optional(double? number) => number is { } value ? Figures.Number(value) : "-";
}
