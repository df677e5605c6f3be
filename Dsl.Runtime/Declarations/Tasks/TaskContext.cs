namespace SerpentDsl.Tasks;

/// <summary>What a task needs to find its data.</summary>
/// <param name="CacheFolder">Folder whose sub-folders tasks may create; shared by all runs of a user.</param>
/// <param name="DataFolder">Folder of official files that the user has, or null.</param>
/// <param name="Progress">Whom to tell about long work, or null.</param>
public sealed record TaskContext(string CacheFolder, string? DataFolder, IProgress<TaskProgress>? Progress)
{
    /// <summary>Whether data is read from its sources, and every row of it checked, even where the cache has it.</summary>
    public bool Rebuild { get; init; }

    /// <summary>Where downloaded files are kept; looked into after <see cref="DataFolder"/>.</summary>
    public string FetchedFolder => Path.Combine(CacheFolder, "data");
}
