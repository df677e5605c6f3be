using System.Text.Json.Nodes;
using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.OwnData;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Options of every command that runs a model.</summary>
internal abstract class ModelOptions : DataFolderOptions, IThreadOptions
{
    [Option("device", HelpText = "cpu, cuda or cuda:N (default: cuda if available, else cpu).")]
    public string? Device { get; set; }

    [Option("threads", MetaValue = "N", HelpText = "Threads of libtorch's operators (default: one per core).")]
    public int? Threads { get; set; }

    /// <summary>Checks that the device exists, and sets libtorch's number of threads.</summary>
    /// <returns>The name of the device.</returns>
    protected string PrepareDevice()
    {
        LibtorchThreads.Use(Threads);
        if (Device is null)
        {
            return torch.cuda.is_available() ? "cuda:0" : "cpu";
        }

        if (Device == "cpu")
        {
            return Device;
        }

        var parts = Device.Split(':');
        if (parts[0] != "cuda" || parts.Length > 2 || (parts.Length == 2 && !uint.TryParse(parts[1], out _)))
        {
            throw new UsageException($"--device is '{Device}'; it must be cpu, cuda or cuda:N.");
        }

        var index = parts.Length == 2 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        var devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return index < devices
            ? $"cuda:{index}"
            : throw new UsageException($"--device is '{Device}', but libtorch finds "
                + $"{(devices == 0 ? "no CUDA device" : $"{Figures.Plural(devices, "CUDA device")} only")}. 'describe --environment' "
                + "shows what it finds.");
    }

    /// <summary>Loads a task's data for an architecture, with progress.</summary>
    protected static Dataset Load(
        ArchitectureSpec architecture, ITask task, int? maxLength, long seed, (string? Data, string Cache) folders, CommandContext context)
    {
        using var progress = new TaskProgressDisplay(context.Terminal);
        return Dataset.Load(
            architecture, task, maxLength, seed, new TaskContext(folders.Cache, folders.Data, progress), context.Cancellation);
    }

    /// <summary>Makes the task of an architecture.</summary>
    /// <param name="architecture">The architecture; must have a recipe if no task is named.</param>
    /// <param name="name">Name of a task; null: the recipe's.</param>
    /// <param name="catalogue">The known architectures.</param>
    /// <exception cref="UsageException">There is no such task, or nothing says what to train on.</exception>
    internal static ITask TaskOf(ArchitectureSpec architecture, string? name, ArchitectureCatalogue catalogue)
    {
        if (name is not null)
        {
            return RecipeTasks.Find(name, catalogue.All);
        }

        return architecture.Recipe is { } recipe
            ? RecipeTasks.Create(recipe.Task)
            : throw new UsageException($"{architecture.Name} declares no [Recipe], so its task is unknown. Name data of your own with "
                + $"--data ({OwnDataReader.ExampleFor(architecture.Head)}), or a task with a recipe.");
    }

    /// <summary>Makes the task that a run was trained on, with the run's own tokenizer, classes and scales.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="configuration">The run's configuration; null for a checkpoint outside of a run.</param>
    /// <param name="run">The run's folder; null for a checkpoint outside of a run.</param>
    /// <param name="context">The surroundings of the command.</param>
    protected ITask TaskOf(ArchitectureSpec architecture, JsonObject? configuration, string? run, CommandContext context)
    {
        var own = OwnDataSettings.Of(configuration);
        var task = own is null
            ? TaskOf(architecture, (string?)configuration?["task"], context.Catalogue)
            : (Data is { } other ? own.At(Path.GetFullPath(other)) : own).MakeTask();
        if (run is not null && task is IFittedTask fitted)
        {
            fitted.Recall(run);
        }

        var options = configuration?["options"];
        return WithFold(task, (int?)options?["folds"], (long?)options?["seed"] ?? 1);
    }

    /// <summary>The task with the splits of a fold.</summary>
    /// <param name="task">The task.</param>
    /// <param name="folds">Number of folds; null: the splits are the task's own.</param>
    /// <param name="seed">Seed of the training, which chooses the fold.</param>
    private protected static ITask WithFold(ITask task, int? folds, long seed) =>
        folds is { } count ? Fold.OfSeed(seed, count).Of(task) : task;

    /// <summary>The folders of a run's data; data of the user's own is at its own path.</summary>
    protected (string? Data, string Cache) FoldersOf(JsonObject? configuration) => OwnDataSettings.Of(configuration) is null
        ? ResolveFolders(configuration)
        : (null, DataFolders.Cache(Cache ?? (string?)configuration?["cacheFolder"]));
}
