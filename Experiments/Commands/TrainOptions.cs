using System.Globalization;
using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.OwnData;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>train</c>: trains an architecture according to its recipe.</summary>
[Verb(VerbNames.Train, HelpText = "Train an architecture with its recipe; options override the recipe.")]
internal sealed partial class TrainOptions : FineTuningOptions, ICommandOptions, IOwnDataOptions
{
    [Value(0, MetaName = "NAME", Required = true, Hidden = true)]
    public string Name { get; set; } = "";

    [Option("quick", HelpText = "Train the small form that the recipe names, which takes minutes.")]
    public bool Quick { get; set; }

    [Option("out", MetaValue = "FOLDER", HelpText = "Folder of the run (default: a new one in runs/).")]
    public string? Out { get; set; }

    [Option("epochs", MetaValue = "N", HelpText = "Passes over the training split.")]
    public int? Epochs { get; set; }

    [Option("max-steps", MetaValue = "N", HelpText = "Stop after N steps; the learning-rate schedule is fitted to them.")]
    public int? MaxSteps { get; set; }

    [Option("task", MetaValue = "TASK", HelpText = "Train on this task instead of the recipe's; 'data' lists the tasks.")]
    public string? Task { get; set; }

    [Option("max-length", MetaValue = "N", HelpText = "Truncate sequences to N tokens; for language models: the block length.")]
    public int? MaxLength { get; set; }

    [Option("batch-size", MetaValue = "N", HelpText = "Sequences per step.")]
    public int? BatchSize { get; set; }

    [Option("learning-rate", MetaValue = "RATE", HelpText = "Peak learning rate of AdamW.")]
    public double? LearningRate { get; set; }

    [Option("accumulate", MetaValue = "N", HelpText = "Gradient accumulation: run each batch as N smaller ones, which takes less memory.")]
    public int? Accumulate { get; set; }

    [Option("ema-decay", MetaValue = "DECAY",
        HelpText = "Evaluate and keep an exponential moving average of the parameters with this decay, such as 0.999.")]
    public double? EmaDecay { get; set; }

    [Option("folds", MetaValue = "N",
        HelpText = "Cross-validation: deal the rows of all splits into N folds and test on that of the seed (seed 1: the first).")]
    public int? Folds { get; set; }

    [Option("seed", Default = 1L, HelpText = "Seed of initial parameters, batch order and dropout.")]
    public long Seed { get; set; }

    [Option("evaluation-rows", MetaValue = "N", HelpText = "Most rows per evaluation (default: as many as are trained on).")]
    public int? EvaluationRows { get; set; }

    public int Execute(CommandContext context)
    {
        var architecture = context.Catalogue.Find(Name);
        if (Quick)
        {
            var quick = architecture.Recipe?.Quick
                ?? throw new UsageException($"{architecture.Name} has no quick form: its [Recipe] sets no Quick. Train it without "
                    + "--quick; --max-steps makes it shorter.");
            architecture = ArchitectureSpec.Of(quick);
        }

        var own = ReadOwnData(architecture, context.Terminal.Note);
        var task = own?.MakeTask() ?? TaskOf(architecture, Task, context.Catalogue);
        var options = Resolve(architecture.Recipe ?? RecipeDefaults.For(task.GetType())) with { Device = PrepareDevice() };
        task = WithFold(task, Folds, Seed);
        var (data, cache) = own is null ? ResolveFolders() : (null, DataFolders.Cache(Cache));
        if (Out is not null)
        {
            RunFolder.RequireFree(Out);
        }

        options.CheckMemory(architecture, context.Terminal.Note);
        WritablePlace.RequireFolder(Out ?? RunStore.DefaultFolder);
        using var dataset = Load(architecture, task, MaxLength, Seed, (data, cache), context);
        var rows = dataset.LengthsOf(Datasets.Split.Train).Count;
        if (options.BatchSize > rows)
        {
            throw new UsageException($"--batch-size is {options.BatchSize:N0}; it must be at most the {rows:N0} training rows.");
        }

        CheckText(architecture, dataset, options);
        Rehearse(architecture, options, context.Terminal);
        using var run = Out is null
            ? RunFolder.CreateNext(RunFolder.DefaultPath(architecture.Name, DateTime.UtcNow, Seed))
            : RunFolder.Create(Out);
        run.WriteConfiguration(RunConfiguration.Of(architecture, task, dataset, options, data, cache) with
        {
            OwnData = own,
            Columns = own is null && task is DataFileTask { Columns: { } columns } ? RunColumns.Of(columns) : null,
        });
        StoredEncoding.Write(run.Path, dataset, context.Terminal.Note);
        return Train(architecture, task, dataset, options, run, from: null, context);
    }

    /// <summary>The data that the options name instead of a task; null if they name none.</summary>
    /// <param name="architecture">The architecture to train.</param>
    /// <param name="note">Receives a sentence about what the options leave open.</param>
    /// <exception cref="UsageException">An option is missing, or contradicts another or the architecture.</exception>
    internal OwnDataSettings? ReadOwnData(ArchitectureSpec architecture, Action<string> note) =>
        OwnDataReader.Read(this, DataFolders.Data(Data), architecture, Task) is not { } own ? null
            : From is null || Tokenizer is not null ? own
            : StartingTokens.Take(own, From, note);

    /// <summary>The recipe's settings, overridden by the command line; the device is not set.</summary>
    internal TrainingOptions Resolve(RecipeSpec recipe)
    {
        Require.AtLeast(1, Epochs, "--epochs");
        Require.AtLeast(1, MaxSteps, "--max-steps");
        Require.AtLeast(1, MaxLength, "--max-length");
        Require.AtLeast(1, Accumulate, "--accumulate");
        if (EmaDecay is { } decay && !(decay >= 0 && decay < 1))
        {
            throw new UsageException(
                string.Create(CultureInfo.InvariantCulture, $"--ema-decay is {decay}; it must be at least 0 (no average) and below 1."));
        }

        Require.AtLeast(1, BatchSize, "--batch-size");
        Require.AtLeast(1, EvaluationRows, "--evaluation-rows");
        if (Folds is < Fold.Least or > Fold.Most)
        {
            throw new UsageException($"--folds is {Folds}; it must be at least {Fold.Least} and at most {Fold.Most}.");
        }

        Require.AtLeast(1, CheckpointEvery, "--checkpoint-every");
        if (LearningRate is { } rate && !(rate > 0 && rate <= float.MaxValue))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"--learning-rate is {rate}; it must be above 0 and within the range of 32-bit numbers, such as 0.001."));
        }

        var options = TrainingOptions.From(recipe);
        var batchSize = BatchSize ?? options.BatchSize;
        if (Accumulate > batchSize)
        {
            throw new UsageException($"--accumulate is {Accumulate}; it must be at most the batch size of {batchSize}.");
        }

        return WithFineTuning(WithText(options)) with
        {
            Seed = Seed,
            Epochs = Epochs ?? options.Epochs,
            MaxSteps = MaxSteps,
            MaxLength = MaxLength,
            BatchSize = batchSize,
            Accumulate = Accumulate ?? options.Accumulate,
            EmaDecay = EmaDecay ?? options.EmaDecay,
            LearningRate = LearningRate ?? options.LearningRate,
            EvaluationRows = EvaluationRows,
            Folds = Folds,
            CheckpointEvery = CheckpointEvery,
        };
    }
}
