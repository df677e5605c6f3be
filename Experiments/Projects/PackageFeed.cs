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
        "tests/Verify.Xunit", "templates", "build", "docs",
    ];

    /// <summary>Where the packages are.</summary>
    public string Folder { get; } = Path.Combine(clone.Root, "artifacts", "feed");

    /// <summary>The version of the packages that were made last; null if none were, or packing was interrupted.</summary>
    public string? Version
    {
        get
        {
            var version = File.Exists(VersionFile) ? File.ReadAllText(VersionFile).Trim() : "";
            return File.Exists(Path.Combine(Folder, TemplateOf(version))) ? version : null;
        }
    }

    /// <summary>Whether there are packages, and nothing that they are made of changed since they were made.</summary>
    public bool IsCurrent => Version is not null && Changes().All(change => change <= File.GetLastWriteTimeUtc(VersionFile));

    /// <summary>Written last, so that it stands for a whole feed.</summary>
    private string VersionFile => Path.Combine(Folder, "version");

    /// <summary>Makes the packages, of a new version: NuGet keeps what it has once unpacked of a version.</summary>
    /// <param name="cancellation">Set when the user wants to stop.</param>
    /// <exception cref="IOException">They could not be built.</exception>
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

    /// <summary>Installs the template where no other template is: those that the user has installed stay as they are.</summary>
    /// <param name="cancellation">Set when the user wants to stop.</param>
    /// <returns>The folder that <c>dotnet new --debug:custom-hive</c> takes it from.</returns>
    /// <exception cref="UsageException">There are no packages.</exception>
    /// <exception cref="IOException">It could not be installed.</exception>
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
