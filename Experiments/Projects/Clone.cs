namespace SerpentDsl.Experiments.Projects;

/// <summary>A clone of this repository, from which packages can be made.</summary>
/// <param name="Root">Its folder.</param>
internal sealed record Clone(string Root)
{
    /// <summary>The project that packs all packages, below the root.</summary>
    public const string FeedProject = "build/Feed.proj";

    /// <summary>The clone that a folder belongs to; null if it belongs to none.</summary>
    /// <param name="folder">The folder; it or one above it holds the clone's solution.</param>
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

    /// <summary>Whether a folder is the clone's own or below it.</summary>
    public bool Holds(string folder)
    {
        var relative = Path.GetRelativePath(Root, folder);
        var isOutside = relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || Path.IsPathRooted(relative);
        return !isOutside;
    }
}
