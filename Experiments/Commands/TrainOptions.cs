using System.Globalization;
using CommandLine;
using SerpentDsl.Tasks;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>train</c>: trains an architecture as its recipe says.</summary>
[Verb("train", HelpText = "Train an architecture as its recipe says.")]
internal sealed class TrainOptions : TrainingCommand, ICommandOptions
{
    [Value(0, MetaName = "NAME", Required = true, Hidden = true)]
    public string Name { get; set; } = "";

    [Option("quick", HelpText = "Train the architecture's small form, in minutes.")]
    public bool Quick { get; set; }

    [Option("out", HelpText = "Folder of the run (default: a new one under runs/).")]
    public string? Out { get; set; }

    [Option("epochs", HelpText = "Passes over the training split.")]
    public int? Epochs { get; set; }

    [Option("max-steps", HelpText = "Stop after so many steps; the schedule ends there.")]
    public int? MaxSteps { get; set; }

    [Option("task", HelpText = "Train on another task than the recipe's; 'data' lists them.")]
    public string? Task { get; set; }

    [Option("max-length", HelpText = "Cut sequences to so many tokens, text to blocks of so many.")]
    public int? MaxLength { get; set; }

    [Option("batch-size", HelpText = "Sequences per step.")]
    public int? BatchSize { get; set; }

    [Option("learning-rate", HelpText = "Learning rate of AdamW.")]
    public double? LearningRate { get; set; }

    [Option("accumulate", HelpText = "Run every batch in so many parts, one after another: less memory, the same step.")]
    public int? Accumulate { get; set; }

    [Option("ema-decay", HelpText = "Evaluate and keep a moving average of the parameters; weight of the past, such as 0.999.")]
    public double? EmaDecay { get; set; }

    [Option("seed", Default = 1L, HelpText = "Seed of parameters, batches and dropout.")]
    public long Seed { get; set; }

    [Option("evaluation-rows", HelpText = "Rows per evaluation (default: as many as are trained on, at most all).")]
    public int? EvaluationRows { get; set; }

    public int Execute(CommandContext context)
    {
        ArchitectureSpec architecture = context.Catalogue.Find(Name);
        if (Quick)
        {
            Type quick = architecture.Recipe?.Quick
                ?? throw new UsageException($"{architecture.Name} declares no quick form (Quick of its [Recipe]). Train it as it is, or with --max-steps.");
            architecture = ArchitectureCatalogue.SpecOf(quick);
        }

        ITask task = TaskOf(architecture, Task, context);
        TrainingOptions options = Resolve(architecture.Recipe!) with { Device = PrepareDevice() };
        string? data = DataFolders.Data(Data);
        string cache = DataFolders.Cache(Cache);
        string path = Out ?? RunFolder.NewPath(architecture.Name, DateTime.UtcNow, Seed);
        RunFolder.RequireFree(path);
        RunFolder.RequireWritable(path);
        using Workload workload = Load(architecture, task, MaxLength, Seed, data, cache, context);
        int rows = workload.LengthsOf(Split.Train).Count;
        if (options.BatchSize > rows)
        {
            throw new UsageException($"--batch-size is {options.BatchSize:N0}, more than the {rows:N0} training rows.");
        }

        using RunFolder run = RunFolder.Create(path);
        run.WriteConfiguration(RunConfiguration.Of(architecture, task, workload, options, data, cache));
        return Train(architecture, task, workload, options, run, from: null, context);
    }

    /// <summary>A recipe with what the command line overrides; the device is left open.</summary>
    internal TrainingOptions Resolve(RecipeSpec recipe)
    {
        Require(Epochs, "--epochs");
        Require(MaxSteps, "--max-steps");
        Require(MaxLength, "--max-length");
        Require(Accumulate, "--accumulate");
        if (EmaDecay is { } decay && !(decay >= 0 && decay < 1))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--ema-decay is {decay}; it is 0 for no average, or below 1."));
        }

        Require(BatchSize, "--batch-size");
        Require(EvaluationRows, "--evaluation-rows");
        Require(CheckpointEvery, "--checkpoint-every");
        if (LearningRate is { } rate && !(rate > 0 && double.IsFinite(rate)))
        {
            throw new UsageException($"--learning-rate is {rate}; it is above 0.");
        }

        var options = TrainingOptions.From(recipe);
        int batchSize = BatchSize ?? options.BatchSize;
        if (Accumulate > batchSize)
        {
            throw new UsageException($"--accumulate is {Accumulate}, and a batch of {batchSize} has no so many parts.");
        }

        return options with
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
            CheckpointEvery = CheckpointEvery,
        };
    }
}
