using System.Reflection;
using CommandLine;
using SerpentDsl.Experiments.Commands.Arguments;
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
        var given = CommandArguments.Check(typeof(TrainOptions), [.. arguments]);
        parser.ParseArguments<TrainOptions>(given).WithParsed(options => read = options);
        return read is null
            ? throw new UsageException($"'train {string.Join(' ', given)}' cannot be read.")
            : (read.Task, read.Resolve(recipe));
    }
}
