using CommandLine;
using SerpentDsl.Experiments.Projects;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>new</c>: a project of the user's own, outside of this repository, on its packages.</summary>
[Verb("new", HelpText = "Make a project of your own: a declared model, its tests, the runner.")]
internal sealed class NewOptions : ICommandOptions
{
    [Value(0, MetaName = "NAME", Required = true, HelpText = "The class of the model, and the project.")]
    public string Name { get; set; } = "";

    [Value(1, MetaName = "FOLDER", HelpText = "Where to make it, outside of the repository (default: NAME in this folder).")]
    public string? Folder { get; set; }

    public int Execute(CommandContext context)
    {
        Clone clone = Clone.Find(AppContext.BaseDirectory) ?? throw new UsageException(
            "'new' packs a clone of SerpentDsl, and this program does not run in one. " +
            $"In a clone's folder: {CommandNames.CloneRunner} new {Name} FOLDER");
        NewProject project = NewProject.Plan(Name, Folder, clone);
        var feed = new PackageFeed(clone);
        if (!feed.IsCurrent)
        {
            context.Terminal.Note($"Packing into {feed.Folder}, which takes about a minute.");
            feed.Pack();
        }

        project.Create(feed);
        context.Terminal.Output.WriteLine($"{project.Folder}: dotnet run -- train {project.Name}, dotnet test");
        return ExitCode.Success;
    }
}
