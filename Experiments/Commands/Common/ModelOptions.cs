using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
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
    /// <param name="architecture">The architecture; must have a recipe.</param>
    /// <param name="name">Name of a task; null: the recipe's.</param>
    /// <param name="context">The surroundings of the command.</param>
    protected static ITask TaskOf(ArchitectureSpec architecture, string? name, CommandContext context)
    {
        if (architecture.Recipe is not { } recipe)
        {
            throw new UsageException(
                $"{architecture.Name} declares no [Recipe], so its task is unknown. Add one, such as [Recipe(typeof(ListOps))].");
        }

        return name is null ? RecipeTasks.Create(recipe.Task) : RecipeTasks.Find(name, context.Catalogue.All);
    }
}
