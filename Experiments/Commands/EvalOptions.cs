using System.Text.Json.Nodes;
using CommandLine;
using SerpentDsl.Experiments.Data;
using SerpentDsl.Experiments.Training;
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
    private static readonly string[] s_splits = ["train", "validation", "test"];

    [Value(0, MetaName = "RUN", Hidden = true)]
    public string? Run { get; set; }

    [Option("checkpoint", HelpText = "best or last of the run, or a file (default: best, else last).")]
    public string? Checkpoint { get; set; }

    [Option("split", HelpText = "train, validation or test (default: validation and test).")]
    public string? Split { get; set; }

    [Option("json", HelpText = "For programs: a JSON object.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        Require(BatchSize, "--batch-size");
        if (Split is not null && !s_splits.Contains(Split))
        {
            throw new UsageException($"--split is '{Split}'; it is {string.Join(", ", s_splits)}.");
        }

        string path = CheckpointPath();
        var file = SafetensorsFile.Read(path);
        var checkpoint = Training.Checkpoint.Of(file, path);
        ArchitectureSpec architecture = context.Catalogue.Find(checkpoint.Architecture);
        ISequenceTask task = TaskOf(architecture);
        JsonObject? configuration = RunOf(path) is { } run ? RunFolder.ReadConfiguration(run) : null;
        string device = PrepareDevice();

        // The run's own data and batch size, so that its numbers come out again.
        string? data = DataFolders.Data(Data ?? (string?)configuration?["dataFolder"]);
        string cache = DataFolders.Cache(Cache ?? (string?)configuration?["cacheFolder"]);
        int batchSize = BatchSize ?? (int?)configuration?["options"]?["batchSize"] ?? architecture.Recipe!.BatchSize;
        SequenceSplits splits = Load(task, data, cache, context);

        using ISequenceClassifier model = ArchitectureFit.CreateClassifier(architecture);
        ModuleState.Load(model.Module, file, path);
        model.Module.to(torch.device(device));
        var found = new List<EvaluationMetrics>();
        foreach ((string name, IReadOnlyList<SequenceExample> rows) in SplitsOf(splits))
        {
            using var progress = new TaskProgressDisplay(context.Terminal);
            var evaluation = Evaluation.Of(
                model,
                rows,
                rows.Count,
                batchSize,
                torch.device(device),
                Json ? null : done => progress.Report(new TaskProgress($"evaluating on {name}", done, rows.Count)),
                context.Cancellation);
            found.Add(new EvaluationMetrics(
                name, checkpoint.Step, checkpoint.Epoch, rows.Count, rows.Count, evaluation.Loss, evaluation.Accuracy, IsBest: false, Seconds: 0, splits.Baselines));
        }

        Report(context.Terminal, path, checkpoint, splits, found);
        return ExitCode.Success;
    }

    private IEnumerable<(string Name, IReadOnlyList<SequenceExample> Rows)> SplitsOf(SequenceSplits splits) =>
        new[] { ("train", splits.Train), ("validation", splits.Validation), ("test", splits.Test) }
            .Where(split => Split is null ? split.Item1 != "train" : split.Item1 == Split);

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

    /// <summary>The run that a checkpoint lies in, or null.</summary>
    private static string? RunOf(string checkpoint) =>
        Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(checkpoint))) is { } folder
            && File.Exists(Path.Combine(folder, RunFolder.ConfigurationFile)) ? folder : null;

    private void Report(Terminal terminal, string path, Checkpoint checkpoint, SequenceSplits splits, List<EvaluationMetrics> found)
    {
        if (Json)
        {
            terminal.WriteJson(new EvaluationJson(
                checkpoint.Architecture,
                path,
                checkpoint.Step,
                checkpoint.Epoch,
                found.ToDictionary(metrics => metrics.Split, metrics => new Evaluation(metrics.Rows, metrics.Loss, metrics.Accuracy)),
                splits.Baselines));
            return;
        }

        terminal.Console.MarkupLineInterpolated($"[bold]{checkpoint.Architecture}[/] [grey]{path}, step {Text.Count(checkpoint.Step)}, epoch {checkpoint.Epoch}[/]");
        Table table = Tables.Plain();
        table.AddColumn("split").AddColumn(Tables.Number("rows")).AddColumn(Tables.Number("loss")).AddColumn(Tables.Number("accuracy"));
        foreach (EvaluationMetrics metrics in found)
        {
            table.AddRow(metrics.Split, Text.Count(metrics.Rows), Text.Loss(metrics.Loss), $"[bold]{Text.Percent(metrics.Accuracy)}[/]");
        }

        terminal.Console.Write(table);
        terminal.Console.Write(Tables.Pairs(splits.Baselines.Select(baseline => (baseline.Name, $"{Text.Percent(baseline.Accuracy)} on validation"))));
    }
}
