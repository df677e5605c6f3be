using Xunit;

namespace SerpentDsl.Testing;

/// <summary>
/// Finds the golden files: those of the repository, or those in the folder that the environment variable SERPENT_FIXTURES names (relative
/// to the repository).
/// </summary>
public static class FixtureFiles
{
    /// <summary>The folder of the golden files.</summary>
    public static string Folder =>
        Environment.GetEnvironmentVariable("SERPENT_FIXTURES") is { Length: > 0 } folder
            ? Path.GetFullPath(folder, RepositoryRoot.Path)
            : RepositoryRoot.Combine("tests", "fixtures");

    /// <summary>
    /// The golden files of one system as test data, for <c>[MemberData(nameof(FixtureFiles.In), "s4", MemberType =
    /// typeof(FixtureFiles))]</c>: paths below <see cref="Folder"/> with <c>/</c> as separator, in ordinal order.
    /// </summary>
    /// <param name="system">A folder below <see cref="Folder"/>.</param>
    public static TheoryData<string> In(string system)
    {
        var files = new TheoryData<string>();
        foreach (var path in Paths(system))
        {
            files.Add(path);
        }

        return files;
    }

    /// <summary>The files of one system whose configuration satisfies a predicate.</summary>
    public static IEnumerable<string> Where(string system, Func<Fixture, bool> predicate) =>
        Paths(system).Where(path => predicate(Fixture.Load(path)));

    /// <summary>The paths of the files of one system; empty if the folder has none.</summary>
    public static IEnumerable<string> Paths(string system)
    {
        var folder = Path.Combine(Folder, system);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return Directory.EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }
}
