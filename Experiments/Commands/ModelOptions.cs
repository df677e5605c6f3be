using CommandLine;
using SerpentDsl.Tasks;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Specs;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary>Options of every command that runs a model.</summary>
internal abstract class ModelOptions
{
    [Option("device", HelpText = "cpu, cuda or cuda:N (default: cuda where there is one).")]
    public string? Device { get; set; }

    [Option("threads", HelpText = "Threads of libtorch's operators (default: one per core).")]
    public int? Threads { get; set; }

    [Option("data", HelpText = "Folder of data files of your own (default: $SERPENT_DATA).")]
    public string? Data { get; set; }

    [Option("cache", HelpText = "Folder for data made here (default: $SERPENT_CACHE, else the user's cache).")]
    public string? Cache { get; set; }

    /// <summary>The device to run on, checked to be there, and libtorch's threads set.</summary>
    protected string PrepareDevice()
    {
        Require(Threads, "--threads");
        LibtorchThreads.Use(Threads);
        if (Device is null)
        {
            return torch.cuda.is_available() ? "cuda:0" : "cpu";
        }

        if (Device == "cpu")
        {
            return Device;
        }

        string[] parts = Device.Split(':');
        if (parts[0] != "cuda" || parts.Length > 2 || (parts.Length == 2 && !uint.TryParse(parts[1], out _)))
        {
            throw new UsageException($"--device is '{Device}'; it is cpu, cuda or cuda:N.");
        }

        int index = parts.Length == 2 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        int devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return index < devices
            ? $"cuda:{index}"
            : throw new UsageException($"--device is '{Device}', but libtorch sees {(devices == 0 ? "no CUDA device" : $"{devices} CUDA device{(devices == 1 ? "" : "s")} only")} here. 'describe --environment' says more.");
    }

    /// <summary>Loads a task's data for an architecture, with progress.</summary>
    protected static Workload Load(
        ArchitectureSpec architecture, ITask task, int? maxLength, long seed, string? data, string cache, CommandContext context)
    {
        using var progress = new TaskProgressDisplay(context.Terminal);
        return Workload.Load(architecture, task, maxLength, seed, new TaskContext(cache, data, progress), context.Cancellation);
    }

    /// <summary>Makes the task of an architecture.</summary>
    /// <param name="architecture">The architecture; it needs a recipe, for how it is trained.</param>
    /// <param name="name">Name of another task than its recipe's, or null.</param>
    /// <param name="context">What the command works with.</param>
    protected static ITask TaskOf(ArchitectureSpec architecture, string? name, CommandContext context)
    {
        if (architecture.Recipe is not { } recipe)
        {
            throw new UsageException($"{architecture.Name} declares no [Recipe], so that nothing says what it is trained on. Add [Recipe(typeof(ListOps))] or another task.");
        }

        return name is null ? RecipeTasks.Create(recipe.Task) : RecipeTasks.Find(name, context.Catalogue.All);
    }

    /// <summary>Refuses numbers below 1.</summary>
    protected static void Require(int? value, string option)
    {
        if (value < 1)
        {
            throw new UsageException($"{option} is {value}; it is at least 1.");
        }
    }
}
