using System.Text.Json.Nodes;
using CommandLine;
using SerpentDsl.Experiments.Data;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
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

    [Option("json", HelpText = "For programs: a JSON object.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        Require(BatchSize, "--batch-size");
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
        int? maxLength = (int?)configuration?["options"]?["maxLength"];
        using Workload workload = Load(architecture, task, maxLength, seed: 0, data, cache, context);
        using ISequenceModel model = architecture.Create();
        ModuleState.Load(model.Module, file.Model, path);
        model.Module.to(torch.device(device));
        var found = new List<EvaluationMetrics>();
        foreach (Split split in splits)
        {
            int rows = workload.LengthsOf(split).Count;
            using var progress = new TaskProgressDisplay(context.Terminal);
            var evaluation = Evaluation.Of(
                model,
                workload,
                split,
                rows,
                batchSize,
                torch.device(device),
                Json ? null : done => progress.Report(new TaskProgress($"evaluating on {split.Name()}", done, rows)),
                context.Cancellation);
            found.Add(new EvaluationMetrics(
                split.Name(), checkpoint.Step, checkpoint.Epoch, rows, rows, evaluation.Loss, evaluation.Accuracy, IsBest: false, Seconds: 0, workload.Baselines)
            {
                TopFive = evaluation.TopFive,
                Perplexity = evaluation.Perplexity,
            });
        }

        Report(context.Terminal, path, checkpoint, workload.Baselines, found);
        return ExitCode.Success;
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

    private void Report(Terminal terminal, string path, Training.Checkpoint checkpoint, IReadOnlyList<Baseline> baselines, List<EvaluationMetrics> found)
    {
        if (Json)
        {
            terminal.WriteJson(new EvaluationJson(
                checkpoint.Architecture,
                path,
                checkpoint.Step,
                checkpoint.Epoch,
                found.ToDictionary(metrics => metrics.Split, metrics => new Evaluation(metrics.Rows, metrics.Loss, metrics.Accuracy, metrics.TopFive)),
                baselines));
            return;
        }

        terminal.Console.MarkupLineInterpolated($"[bold]{checkpoint.Architecture}[/] [grey]{path}, step {Text.Count(checkpoint.Step)}, epoch {checkpoint.Epoch}[/]");
        Table table = Tables.Plain();
        table.AddColumn("split").AddColumn(Tables.Number("rows")).AddColumn(Tables.Number("loss")).AddColumn(Tables.Number("accuracy"));
        if (found.Any(metrics => metrics.Perplexity is not null))
        {
            table.AddColumn(Tables.Number("top five")).AddColumn(Tables.Number("perplexity"));
        }

        foreach (EvaluationMetrics metrics in found)
        {
            string[] cells = [metrics.Split, Text.Count(metrics.Rows), Text.Loss(metrics.Loss), $"[bold]{Text.Percent(metrics.Accuracy)}[/]"];
            table.AddRow(metrics is { TopFive: { } five, Perplexity: { } perplexity } ? [.. cells, Text.Percent(five), Text.Number(perplexity)] : cells);
        }

        terminal.Console.Write(table);
        terminal.Console.Write(Tables.Pairs(baselines.Select(baseline => (baseline.Name, $"{Text.Value(baseline)} on validation"))));
    }
}
