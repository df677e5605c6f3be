using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Projects;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>new</c>: creates a project outside of this repository that uses its packages.</summary>
[Verb("new", HelpText = "Create a project of your own with a declared model, its tests and this runner.")]
internal sealed class NewOptions : ICommandOptions
{
    [Value(0, MetaName = "NAME", Required = true, HelpText = "Name of the model class and of the project.")]
    public string Name { get; set; } = "";

    [Value(1, MetaName = "FOLDER", HelpText = "Where to create it, outside this repository (default: NAME in this folder).")]
    public string? Folder { get; set; }

    public int Execute(CommandContext context)
    {
        var clone = Clone.Find(AppContext.BaseDirectory) ?? throw new UsageException(
            "'new' needs a clone of SerpentDsl, and this program does not run from one. " +
            $"In a clone's folder: {RunnerCommand.OfClone} new {Name} FOLDER");
        var project = NewProject.Plan(Name, Folder, clone);
        var feed = new PackageFeed(clone);
        if (!feed.IsCurrent)
        {
            context.Terminal.Note($"Packing into {feed.Folder}, which takes about a minute.");
            feed.Pack(context.Cancellation);
        }

        project.Create(feed, context.Cancellation);
        context.Terminal.Output.WriteLine($"{project.Folder}: dotnet run -- train {project.Name}, dotnet test");
        return ExitCode.Success;
    }
}
