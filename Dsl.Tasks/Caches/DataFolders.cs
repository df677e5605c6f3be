namespace SerpentDsl.Tasks;

/// <summary>The folders of data and cache, unless the command line gives others.</summary>
public static class DataFolders
{
    /// <summary>Environment variable with the folder of the user's own data files.</summary>
    public const string DataVariable = "SERPENT_DATA";

    /// <summary>Environment variable with the folder that tasks cache in.</summary>
    public const string CacheVariable = "SERPENT_CACHE";

    /// <summary>The folder of the user's own data files, or null.</summary>
    public static string? Data(string? given) => FullPath(given) ?? FullPath(Environment.GetEnvironmentVariable(DataVariable));

    /// <summary>The folder that tasks cache in.</summary>
    public static string Cache(string? given) =>
        FullPath(given)
            ?? FullPath(Environment.GetEnvironmentVariable(CacheVariable))
            ?? Path.Combine(UserCache(), "serpent");

    private static string UserCache()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        return FullPath(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"))
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
    }

    private static string? FullPath(string? path) => string.IsNullOrEmpty(path) ? null : Path.GetFullPath(path);
}
