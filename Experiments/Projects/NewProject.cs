using System.Security;
using System.Text.RegularExpressions;

namespace SerpentDsl.Experiments.Projects;

/// <summary>A project that <c>new</c> is to create for a user: one declared model, its tests, the runner.</summary>
internal sealed partial class NewProject
{
    /// <summary>Classes of the template besides the model.</summary>
    private static readonly string[] s_taken = ["Program", "GeneratedCode"];

    private NewProject(string name, string folder) => (Name, Folder) = (name, folder);

    /// <summary>Name of the model class and of the project.</summary>
    public string Name { get; }

    /// <summary>Full path of the project's folder.</summary>
    public string Folder { get; }

    /// <summary>Checks that a project can be created.</summary>
    /// <param name="name">Name of the model class and of the project.</param>
    /// <param name="folder">Folder to create; null: a folder with the project's name in the current one.</param>
    /// <param name="clone">The clone whose packages the project uses.</param>
    /// <exception cref="UsageException">The name or the folder cannot be used; the message says why.</exception>
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
            throw new UsageException($"{full} exists and is not empty: choose another folder.");
        }

        return new NewProject(name, full);
    }

    /// <summary>Creates the project from the template.</summary>
    /// <param name="feed">The folder with the project's packages and the template's package.</param>
    /// <param name="cancellation">Set when the user wants to stop.</param>
    /// <exception cref="IOException">The project could not be created.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public void Create(PackageFeed feed, CancellationToken cancellation)
    {
        var hive = feed.InstallTemplate(cancellation);

        // Escaped, because the template writes this path into an XML file.
        var place = SecurityElement.Escape(Path.GetRelativePath(Folder, feed.Folder).Replace('\\', '/'));
        DotnetCommand.Run(
            feed.Folder, cancellation,
            "new", "serpent", "--name", Name, "--output", Folder, "--feed", place, "--no-update-check", "--debug:custom-hive", hive);
    }

    [GeneratedRegex("^[A-Z][A-Za-z0-9_]*\\z")]
    private static partial Regex ClassName();
}
