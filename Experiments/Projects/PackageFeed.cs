using System.Globalization;

namespace SerpentDsl.Experiments.Projects;

/// <summary>The folder with the packages that a clone builds for projects outside of it.</summary>
/// <param name="clone">The clone.</param>
internal sealed class PackageFeed(Clone clone)
{
    /// <summary>The source folders of the packages. The clone's build settings belong to the sources, too.</summary>
    private static readonly string[] s_sources =
    [
        "Dsl.Generator", "Dsl.Generator.CodeFixes", "Dsl.Kernels", "Dsl.Runtime", "Dsl.Tasks", "Architectures", "Experiments", "tests/Verify.Xunit", "templates", "build",
        "docs",
    ];

    /// <summary>The folder of the packages.</summary>
    public string Folder { get; } = Path.Combine(clone.Root, "artifacts", "feed");

    /// <summary>Version of the packages that were built last; null if none were.</summary>
    public string? Version => File.Exists(VersionFile) ? File.ReadAllText(VersionFile).Trim() : null;

    /// <summary>Whether no source has changed since the packages were built.</summary>
    public bool IsCurrent => File.Exists(VersionFile) && Changes().All(change => change <= File.GetLastWriteTimeUtc(VersionFile));

    /// <summary>Written last. If this file exists, the feed is complete.</summary>
    private string VersionFile => Path.Combine(Folder, "version");

    /// <summary>
    /// Builds the packages with a new version number, because NuGet never unpacks a version twice.
    /// </summary>
    /// <exception cref="IOException">The packages could not be built.</exception>
    public void Pack()
    {
        var stamp = DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        DotnetCommand.Run(clone.Root, "build", Clone.FeedProject, $"-p:FeedStamp=local.t{stamp}", "--nologo", "-v", "q", "-clp:NoSummary");
    }

    /// <summary>Times of the last change of all source files and folders. A folder changes when a file in it is added or removed.</summary>
    private IEnumerable<DateTime> Changes()
    {
        var root = new DirectoryInfo(clone.Root);
        IEnumerable<FileSystemInfo> settings = root.EnumerateFiles("Directory.*");
        IEnumerable<FileSystemInfo> charts = [new FileInfo(Path.Combine(clone.Root, "artifacts", "web", "installed"))];
        var sources = s_sources.Select(name => new DirectoryInfo(Path.Combine(clone.Root, name)))
            .SelectMany(folder => folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(folder));
        return settings.Concat(charts.Where(file => file.Exists)).Concat(sources).Select(entry => entry.LastWriteTimeUtc);
    }
}
