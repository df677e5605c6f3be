namespace SerpentDsl.Tasks;

/// <summary>What a task needs to find its data.</summary>
/// <param name="CacheFolder">Folder whose sub-folders tasks may create; shared by all runs of a user.</param>
/// <param name="DataFolder">Folder of official data files that the user has supplied, or null.</param>
/// <param name="Progress">Receives the progress of long work; may be null.</param>
public sealed record TaskContext(string CacheFolder, string? DataFolder, IProgress<TaskProgress>? Progress)
{
    /// <summary>Whether data is read from its sources and every row is checked, even if it is cached.</summary>
    public bool Rebuild { get; init; }

    /// <summary>Folder of downloaded files; searched after <see cref="DataFolder"/>.</summary>
    public string FetchedFolder => Path.Combine(CacheFolder, "data");
}
