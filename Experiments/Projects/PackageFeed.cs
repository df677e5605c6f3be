using System.Globalization;

namespace SerpentDsl.Experiments.Projects;

/// <summary>The folder with the packages that a clone builds for projects outside of it.</summary>
/// <param name="clone">The clone.</param>
internal sealed class PackageFeed(Clone clone)
{
    /// <summary>The source folders of the packages. The clone's build settings belong to the sources, too.</summary>
    private static readonly string[] s_sources =
    [
        "Dsl.Generator", "Dsl.Generator.CodeFixes", "Dsl.Kernels", "Dsl.Runtime", "Dsl.Tasks", "Dsl.Serving", "Architectures",
        "Experiments",
        "tests/Verify.Xunit", "templates", "build", "docs",
    ];

    /// <summary>The folder of the packages.</summary>
    public string Folder { get; } = Path.Combine(clone.Root, "artifacts", "feed");

    /// <summary>Version of the packages that were built last; null if there are none, or packing was interrupted.</summary>
    public string? Version
    {
        get
        {
            var version = File.Exists(VersionFile) ? File.ReadAllText(VersionFile).Trim() : "";
            return File.Exists(Path.Combine(Folder, TemplateOf(version))) ? version : null;
        }
    }

    /// <summary>Whether there are packages and no source has changed since they were built.</summary>
    public bool IsCurrent => Version is not null && Changes().All(change => change <= File.GetLastWriteTimeUtc(VersionFile));

    /// <summary>Written last. If this file exists, the feed is complete.</summary>
    private string VersionFile => Path.Combine(Folder, "version");

    /// <summary>Builds the packages with a new version number, because NuGet never unpacks a version twice.</summary>
    /// <param name="cancellation">Set when the user wants to stop.</param>
    /// <exception cref="IOException">The packages could not be built.</exception>
    /// <exception cref="UsageException">The build ended without making them.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public void Pack(CancellationToken cancellation)
    {
        var stamp = DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        DotnetCommand.Run(
            clone.Root, cancellation,
            "build", Clone.FeedProject, $"-p:FeedStamp=local.t{stamp}", "--nologo", "-v", "q", "-clp:NoSummary");
        CheckPackages();
    }

    /// <summary>Installs the template into a folder (hive) of its own, so that the user's installed templates stay unchanged.</summary>
    /// <param name="cancellation">Set when the user wants to stop.</param>
    /// <returns>The folder that <c>dotnet new --debug:custom-hive</c> takes it from.</returns>
    /// <exception cref="UsageException">There are no packages.</exception>
    /// <exception cref="IOException">The template could not be installed.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public string InstallTemplate(CancellationToken cancellation)
    {
        var version = CheckPackages();
        var hive = Path.Combine(Folder, $"hive-{version}");
        var isInstalled = Path.Combine(hive, "installed");
        if (!File.Exists(isInstalled))
        {
            // An interrupted installation leaves a part of it.
            if (Directory.Exists(hive))
            {
                Directory.Delete(hive, recursive: true);
            }

            DotnetCommand.Run(Folder, cancellation, "new", "install", TemplateOf(version), "--debug:custom-hive", hive);
            File.WriteAllText(isInstalled, "");
        }

        return hive;
    }

    private static string TemplateOf(string version) => $"SerpentDsl.Templates.{version}.nupkg";

    private string CheckPackages() => Version ?? throw new UsageException(
        $"{Folder} has no packages: packing was interrupted or failed. Run the command again; if that does not help, "
        + $"'dotnet build {Clone.FeedProject}' in {clone.Root} shows what is wrong.");

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
