using System.Security;
using System.Text.RegularExpressions;

namespace SerpentDsl.Experiments.Projects;

/// <summary>The plan of a user's own project: one declared model, its tests, the runner.</summary>
internal sealed partial class NewProject
{
    /// <summary>Classes that the template has besides the model.</summary>
    private static readonly string[] s_taken = ["Program", "GeneratedCode"];

    private NewProject(string name, string folder) => (Name, Folder) = (name, folder);

    /// <summary>The class of the model, and the project.</summary>
    public string Name { get; }

    /// <summary>Where it will be, in full.</summary>
    public string Folder { get; }

    /// <summary>Checks whether a project can be made.</summary>
    /// <param name="name">The class of the model, and the project.</param>
    /// <param name="folder">Where it is wanted; null: in a folder of that name.</param>
    /// <param name="clone">The clone whose packages it takes.</param>
    /// <exception cref="UsageException">It cannot be made so.</exception>
    public static NewProject Plan(string name, string? folder, Clone clone)
    {
        if (!ClassName().IsMatch(name))
        {
            throw new UsageException(
                $"'{name}' cannot name the class: give letters, digits and underscores, a capital letter first, such as MyModel.");
        }

        if (s_taken.Contains(name))
        {
            throw new UsageException($"The project has another class named {name}: choose another name.");
        }

        var full = Path.GetFullPath(folder ?? name);
        if (clone.Holds(full))
        {
            throw new UsageException(
                $"{full} is inside this repository, whose build settings would apply: choose a folder outside of it, such as "
                + $"{Path.Combine("..", name)}.");
        }

        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
        {
            throw new UsageException($"{full} is there already and not empty: choose another folder.");
        }

        return new NewProject(name, full);
    }

    /// <summary>Makes it from the template.</summary>
    /// <param name="feed">Where its packages are, and the template's; they are complete.</param>
    /// <param name="cancellation">Set when the user wants to stop.</param>
    /// <exception cref="IOException">It could not be made.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public void Create(PackageFeed feed, CancellationToken cancellation)
    {
        var hive = feed.InstallTemplate(cancellation);

        // The template writes it into an XML file.
        var place = SecurityElement.Escape(Path.GetRelativePath(Folder, feed.Folder).Replace('\\', '/'));
        DotnetCommand.Run(
            feed.Folder, cancellation,
            "new", "serpent", "--name", Name, "--output", Folder, "--feed", place, "--no-update-check", "--debug:custom-hive", hive);
    }

    [GeneratedRegex("^[A-Z][A-Za-z0-9_]*\\z")]
    private static partial Regex ClassName();
}
