using System.Reflection;
using CommandLine;
using SerpentDsl.Experiments.Catalogue;
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
    public PlannedTraining Read(IEnumerable<string> arguments, ArchitectureSpec architecture, ArchitectureCatalogue catalogue)
    {
        using var parser = CommandParser.Create();
        TrainOptions? read = null;
        var given = CommandArguments.Check(typeof(TrainOptions), [.. arguments]);
        parser.ParseArguments<TrainOptions>(given).WithParsed(options => read = options);
        if (read is null)
        {
            throw new UsageException($"'train {string.Join(' ', given)}' cannot be read.");
        }

        var own = read.ReadOwnData(architecture, _ => { });
        var task = own?.MakeTask() ?? ModelOptions.TaskOf(architecture, read.Task, catalogue);
        return new PlannedTraining(task.Name, own, read.Resolve(architecture.Recipe ?? RecipeDefaults.For(task.GetType())));
    }
}
