using System.Reflection;
using CommandLine;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Sweeps;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Reads the options of <see cref="TrainOptions"/> in sweep files and protocols.</summary>
internal sealed class TrainArguments : ITrainArguments
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Options { get; } =
        [.. typeof(TrainOptions).GetProperties().Concat(typeof(IOwnDataOptions).GetProperties()).Select(
            property => property.GetCustomAttribute<OptionAttribute>()?.LongName).OfType<string>()];

    /// <inheritdoc/>
    public (string? Task, TrainingOptions Options) Read(IEnumerable<string> arguments, RecipeSpec recipe)
    {
        using var parser = CommandParser.Create();
        TrainOptions? read = null;
        parser.ParseArguments<TrainOptions>(arguments).WithParsed(options => read = options);
        return read is null
            ? throw new UsageException($"'train {string.Join(' ', arguments)}' cannot be read: the value of an option has the wrong type.")
            : (read.Task, read.Resolve(recipe));
    }
}
