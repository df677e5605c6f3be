namespace SerpentDsl.Testing;

/// <summary>Finds the repository to which the running test belongs.</summary>
public static class RepositoryRoot
{
    private static readonly Lazy<string> s_root = new(Find);

    /// <summary>The folder that contains <c>SerpentDsl.sln</c>.</summary>
    public static string Path => s_root.Value;

    /// <summary>A path below the root.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "SerpentDsl.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} contains SerpentDsl.sln; run in a clone.");
    }
}
