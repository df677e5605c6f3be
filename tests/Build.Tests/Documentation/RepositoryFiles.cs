using SerpentDsl.Testing;

namespace SerpentDsl.Build.Tests.Documentation;

/// <summary>The files of the repository, except what a build or a run writes.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] s_notOurs = ["artifacts", "bin", "obj", "runs", "node_modules", "TestResults"];

    /// <summary>All files that match a pattern such as <c>*.cs</c>.</summary>
    public static IEnumerable<FileInfo> All(string pattern) => Below(new DirectoryInfo(RepositoryRoot.Path), pattern);

    private static IEnumerable<FileInfo> Below(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern).Concat(folder.EnumerateDirectories()
            .Where(child => !child.Name.StartsWith('.') && !s_notOurs.Contains(child.Name))
            .SelectMany(child => Below(child, pattern)));
}
