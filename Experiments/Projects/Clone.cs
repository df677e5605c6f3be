namespace SerpentDsl.Experiments.Projects;

/// <summary>A clone of this repository, from which packages can be made.</summary>
/// <param name="Root">The clone's folder.</param>
internal sealed record Clone(string Root)
{
    /// <summary>The project that packs all packages, relative to the root.</summary>
    public const string FeedProject = "build/Feed.proj";

    /// <summary>The clone that contains a folder; null if there is none.</summary>
    /// <param name="folder">The folder. It, or a folder above it, contains the clone's solution.</param>
    public static Clone? Find(string folder)
    {
        for (DirectoryInfo? candidate = new(folder); candidate is not null; candidate = candidate.Parent)
        {
            var root = candidate.FullName;
            if (File.Exists(Path.Combine(root, "SerpentDsl.sln")) && File.Exists(Path.Combine(root, FeedProject)))
            {
                return new Clone(root);
            }
        }

        return null;
    }

    /// <summary>Whether a folder is the clone's folder or below it.</summary>
    public bool Holds(string folder)
    {
        var relative = Path.GetRelativePath(Root, folder);
        var isOutside = relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || Path.IsPathRooted(relative);
        return !isOutside;
    }
}
