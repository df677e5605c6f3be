using System.Globalization;
using System.Reflection;
using CommandLine;
using SerpentDsl.Experiments.Commands;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>A training that a file asks for: what <c>train</c> would be told on the command line.</summary>
/// <param name="Architecture">What is trained.</param>
/// <param name="Options">Options of <c>train</c> without their dashes, and their values; empty for a switch.</param>
internal sealed record TrainCall(ArchitectureSpec Architecture, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Options that whoever starts the training sets itself.</summary>
    private static readonly string[] s_reserved = ["out", "seed", "quick", "json"];

    /// <summary>What can be asked for: the options of <c>train</c>.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. typeof(TrainOptions).GetProperties()
            .Select(property => property.GetCustomAttribute<OptionAttribute>()?.LongName)
            .OfType<string>()
            .Except(s_reserved)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads an architecture's name.</summary>
    public static ArchitectureSpec ArchitectureOf(ConfigNode name, ArchitectureCatalogue catalogue)
    {
        string wanted = name.String();
        ArchitectureSpec architecture;
        try
        {
            architecture = catalogue.Find(wanted);
        }
        catch (UsageException problem)
        {
            throw name.Problem(problem.Message);
        }

        return architecture.Recipe is null
            ? throw name.Problem($"{architecture.Name} declares no [Recipe], so that nothing says what it is trained on")
            : architecture;
    }

    /// <summary>Reads options.</summary>
    public static IReadOnlyDictionary<string, string> OptionsOf(ConfigNode options)
    {
        var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, ConfigNode value) in options.Members([.. Known]))
        {
            if (value.Truth is not false)
            {
                read.Add(name, value.Truth is true ? "" : value.Scalar());
            }
        }

        return read;
    }

    /// <summary>The command line of the training with a seed.</summary>
    public IEnumerable<string> Arguments(long seed) =>
    [
        "train", Architecture.Name, "--seed", seed.ToString(CultureInfo.InvariantCulture),
        .. Options.SelectMany(option => option.Value.Length == 0 ? new[] { $"--{option.Key}" } : [$"--{option.Key}", option.Value]),
    ];

    /// <summary>What the training would be, as <c>train</c> reads it.</summary>
    /// <exception cref="UsageException">An option's value does not fit, or there is no such task.</exception>
    public (string Task, TrainingOptions Options) Resolve(ArchitectureCatalogue catalogue)
    {
        using Parser parser = SerpentCommandLine.NewParser();
        TrainOptions? read = null;
        parser.ParseArguments<TrainOptions>(Arguments(1).Skip(1)).WithParsed(options => read = options);
        if (read is null)
        {
            throw new UsageException($"'{string.Join(' ', Arguments(1))}' is no command: an option's value is of the wrong kind.");
        }

        string task = read.Task is null ? RecipeTasks.Create(Architecture.Recipe!.Task).Name : RecipeTasks.Find(read.Task, catalogue.All).Name;
        return (task, read.Resolve(Architecture.Recipe!));
    }
}
