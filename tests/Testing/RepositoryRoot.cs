namespace SerpentDsl.Testing;

/// <summary>The repository that the running test belongs to.</summary>
public static class RepositoryRoot
{
    private static readonly Lazy<string> s_root = new(Find);

    /// <summary>The folder that holds <c>SerpentDsl.sln</c>.</summary>
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

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds SerpentDsl.sln.");
    }
}
