using Xunit;

namespace SerpentDsl.Testing;

/// <summary>
/// The golden files: those of the repository, or of the folder named by the environment variable SERPENT_FIXTURES (relative to the
/// repository).
/// </summary>
public static class FixtureFiles
{
    /// <summary>The folder they are taken from.</summary>
    public static string Folder =>
        Environment.GetEnvironmentVariable("SERPENT_FIXTURES") is { Length: > 0 } folder
            ? Path.GetFullPath(folder, RepositoryRoot.Path)
            : RepositoryRoot.Combine("tests", "fixtures");

    /// <summary>
    /// The files of one system, for <c>[MemberData(nameof(FixtureFiles.In), "s4", MemberType = typeof(FixtureFiles))]</c>:
    /// paths below <see cref="Folder"/>, with <c>/</c>, in ordinal order.
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

    /// <summary>The files of one system whose <c>config</c> satisfies a predicate.</summary>
    public static IEnumerable<string> Where(string system, Func<Fixture, bool> predicate) =>
        Paths(system).Where(path => predicate(Fixture.Load(path)));

    /// <summary>The paths of one system's files; none if the folder holds none of it.</summary>
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
