using System.Globalization;

namespace SerpentDsl.Experiments.Projects;

/// <summary>The folder of packages that a clone makes of itself, for projects outside of it.</summary>
/// <param name="clone">The clone.</param>
internal sealed class PackageFeed(Clone clone)
{
    /// <summary>The folders that packages are made of, besides the settings of the build in the clone's folder.</summary>
    private static readonly string[] s_sources =
    [
        "Dsl.Generator", "Dsl.Generator.CodeFixes", "Dsl.Kernels", "Dsl.Runtime", "Dsl.Tasks", "Architectures", "Experiments",
        "tests/Verify.Xunit", "templates", "build",
        "docs",
    ];

    /// <summary>Where the packages are.</summary>
    public string Folder { get; } = Path.Combine(clone.Root, "artifacts", "feed");

    /// <summary>The version of the packages that were made last; null if none were.</summary>
    public string? Version => File.Exists(VersionFile) ? File.ReadAllText(VersionFile).Trim() : null;

    /// <summary>Whether nothing that packages are made of changed since they were made.</summary>
    public bool IsCurrent => File.Exists(VersionFile) && Changes().All(change => change <= File.GetLastWriteTimeUtc(VersionFile));

    /// <summary>Written last, so that it stands for a whole feed.</summary>
    private string VersionFile => Path.Combine(Folder, "version");

    /// <summary>Makes the packages, of a new version: NuGet keeps what it has once unpacked of a version.</summary>
    /// <exception cref="IOException">They could not be built.</exception>
    public void Pack()
    {
        var stamp = DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        DotnetCommand.Run(clone.Root, "build", Clone.FeedProject, $"-p:FeedStamp=local.t{stamp}", "--nologo", "-v", "q", "-clp:NoSummary");
    }

    /// <summary>When files and folders were last changed; a folder changes when a file in it is added or removed.</summary>
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
