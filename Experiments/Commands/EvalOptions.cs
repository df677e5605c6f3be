using System.Text.Json.Nodes;
using CommandLine;
using SerpentDsl.Tasks;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using Spectre.Console;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>eval</c>: what a checkpoint reaches, on every row.</summary>
[Verb("eval", HelpText = "Evaluate a run's checkpoint on every row of a split.")]
internal sealed class EvalOptions : ModelOptions, ICommandOptions
{
    [Value(0, MetaName = "RUN", Hidden = true)]
    public string? Run { get; set; }

    [Option("checkpoint", HelpText = "best or last of the run, or a file (default: best, else last).")]
    public string? Checkpoint { get; set; }

    [Option("split", HelpText = "train, validation or test (default: validation and test).")]
    public string? SplitName { get; set; }

    [Option("batch-size", HelpText = "Sequences per batch.")]
    public int? BatchSize { get; set; }

    [Option("context", MetaValue = "blocks|carried|sliding", HelpText = "Of a language model: what it has read when it predicts a token (default: blocks, as in training).")]
    public string? ContextName { get; set; }

    [Option("window", HelpText = "Tokens of a block, piece or sliding window (default: the run's).")]
    public int? Window { get; set; }

    [Option("stride", HelpText = "How far a sliding window moves (default: half of it).")]
    public int? Stride { get; set; }

    [Option("json", HelpText = "For programs: a JSON object.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        Require(BatchSize, "--batch-size");
        Require(Window, "--window");
        Require(Stride, "--stride");
        Split[] splits = SplitsToRead();
        string path = CheckpointPath();
        var file = CheckpointFile.Read(path);
        Training.Checkpoint checkpoint = file.About;
        ArchitectureSpec architecture = context.Catalogue.Find(checkpoint.Architecture);
        JsonObject? configuration = RunFolder.ConfigurationOf(path);
        ITask task = TaskOf(architecture, (string?)configuration?["task"], context);
        string device = PrepareDevice();

        // The run's own data and batch size, so that its numbers come out again.
        string? data = DataFolders.Data(Data ?? (string?)configuration?["dataFolder"]);
        string cache = DataFolders.Cache(Cache ?? (string?)configuration?["cacheFolder"]);
        int batchSize = BatchSize ?? (int?)configuration?["options"]?["batchSize"] ?? architecture.Recipe!.BatchSize;
        int? maxLength = Window ?? (int?)configuration?["options"]?["maxLength"];
        TextCut? cut = CutFor(architecture, maxLength);
        using Workload workload = Load(architecture, task, maxLength, seed: 0, data, cache, context);
        using ISequenceModel model = architecture.Create();
        ModuleState.Load(model.Module, file.Model, path);
        model.Module.to(torch.device(device));
        var evaluations = new Dictionary<string, Evaluation>();
        foreach (Split split in splits)
        {
            using var progress = new TaskProgressDisplay(context.Terminal);
            void Tell(long done, long all) => progress.Report(new TaskProgress($"evaluating on {split.Name()}", done, all));
            Evaluation evaluation = EvaluationOf(model, workload, split, cut, batchSize, torch.device(device), Json ? null : Tell, context.Cancellation);
            evaluations.Add(split.Name(), evaluation);
        }

        Report(context.Terminal, path, checkpoint, workload.Baselines, cut, evaluations);
        return ExitCode.Success;
    }

    private static Evaluation EvaluationOf(
        ISequenceModel model,
        Workload workload,
        Split split,
        TextCut? cut,
        int batchSize,
        torch.Device device,
        Action<long, long>? progress,
        CancellationToken cancellation)
    {
        // Blocks are read as in training, so that its numbers come out again; its training split leaves a block's room, though.
        if (cut is not null && (cut.Context != TextContext.Blocks || split == Split.Train))
        {
            return TextEvaluation.Of(model, (LanguageWorkload)workload, split, cut, batchSize, device, progress, cancellation);
        }

        int rows = workload.LengthsOf(split).Count;
        return Evaluation.Of(model, workload, split, rows, batchSize, device, progress is null ? null : done => progress(done, rows), cancellation);
    }

    /// <summary>How a language model's text is cut; null for other models.</summary>
    private TextCut? CutFor(ArchitectureSpec architecture, int? maxLength)
    {
        if (architecture.Head is not LanguageModelHeadSpec head)
        {
            string? option = ContextName is not null ? "--context" : Window is not null ? "--window" : Stride is not null ? "--stride" : null;
            return option is null
                ? null
                : throw new UsageException($"{option} is about running text, and {architecture.Name} is declared [{architecture.Head.Kind}]: it reads one sequence at a time, whole.");
        }

        TextContext context = ContextName is null ? TextContext.Blocks : ContextOf(ContextName);
        int window = maxLength ?? head.ContextLength;
        if (context != TextContext.Sliding)
        {
            return Stride is null ? new TextCut(context, window) : throw new UsageException("--stride is of --context sliding only.");
        }

        int stride = Stride ?? Math.Max(1, window / 2);
        return stride <= window
            ? new TextCut(context, window, stride)
            : throw new UsageException($"--stride is {stride:N0}, above the window of {window:N0}: tokens would be left out. It is at most the window.");
    }

    private Split[] SplitsToRead()
    {
        if (SplitName is null)
        {
            return [Split.Validation, Split.Test];
        }

        return Splits.Find(SplitName) is { } split
            ? [split]
            : throw new UsageException($"--split is '{SplitName}'; it is {string.Join(", ", Splits.All.Select(Splits.Name))}.");
    }

    private static TextContext ContextOf(string name) =>
        Enum.GetValues<TextContext>().Where(context => context.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).Cast<TextContext?>().FirstOrDefault()
            ?? throw new UsageException($"--context is '{name}'; it is {string.Join(", ", Enum.GetNames<TextContext>()).ToLowerInvariant()}.");

    private string CheckpointPath()
    {
        if (Checkpoint is not (null or "best" or "last"))
        {
            return File.Exists(Checkpoint) ? Checkpoint : throw new UsageException($"There is no checkpoint {Checkpoint}.");
        }

        if (Run is null)
        {
            throw new UsageException("'eval' takes the folder of a RUN, or a file with --checkpoint.");
        }

        return RunFolder.FindCheckpoint(Run, Checkpoint);
    }

    private void Report(
        Terminal terminal, string path, Training.Checkpoint checkpoint, IReadOnlyList<Baseline> baselines, TextCut? cut, Dictionary<string, Evaluation> evaluations)
    {
        if (Json)
        {
            terminal.WriteJson(new EvaluationJson(checkpoint.Architecture, path, checkpoint.Step, checkpoint.Epoch, cut, evaluations, baselines));
            return;
        }

        terminal.Console.MarkupLineInterpolated($"[bold]{checkpoint.Architecture}[/] [grey]{path}, step {Text.Count(checkpoint.Step)}, epoch {checkpoint.Epoch}[/]");
        if (cut is not null)
        {
            terminal.Console.MarkupLineInterpolated($"[grey]{cut}[/]");
        }

        Table table = Tables.Plain();
        table.AddColumn("split").AddColumn(Tables.Number(cut is null ? "rows" : "pieces")).AddColumn(Tables.Number("loss")).AddColumn(Tables.Number("accuracy"));
        if (cut is not null)
        {
            table.AddColumn(Tables.Number("top five")).AddColumn(Tables.Number("perplexity")).AddColumn(Tables.Number("of batches"))
                .AddColumn(Tables.Number("of words")).AddColumn(Tables.Number("bits per byte"));
        }

        foreach ((string split, Evaluation evaluation) in evaluations)
        {
            string[] cells = [split, Text.Count(evaluation.Rows), Text.Loss(evaluation.Loss), $"[bold]{Text.Percent(evaluation.Accuracy)}[/]"];
            table.AddRow(cut is null
                ? cells
                : [.. cells, Text.Percent(evaluation.TopFive!.Value), Optional(evaluation.Perplexity), Optional(evaluation.BatchPerplexity), Optional(evaluation.WordPerplexity), evaluation.BitsPerByte is { } bits ? Text.Loss(bits) : "-"]);
        }

        terminal.Console.Write(table);
        terminal.Console.Write(Tables.Pairs(baselines.Select(baseline => (baseline.Name, $"{Text.Value(baseline)} on validation"))));
    }

    private static string Optional(double? number) => number is { } value ? Text.Number(value) : "-";
}
