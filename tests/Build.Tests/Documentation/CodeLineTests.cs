using SerpentDsl.Testing;

namespace SerpentDsl.Build.Tests.Documentation;

/// <summary>How long the lines of C# files may be.</summary>
public sealed class CodeLineTests
{
    private const int MaxColumns = 140;

    // Long HTML, and a file of JSON lines.
    private static readonly string[] s_exempt =
    [
        "Experiments/Reports/RunReport/",
        "tests/Experiments.Tests/Reports/WrittenRun.cs",
    ];

    [Fact]
    public void No_line_of_code_is_longer_than_140_columns() => Assert.Empty(
        from file in RepositoryFiles.All("*.cs")
        let name = Path.GetRelativePath(RepositoryRoot.Path, file.FullName).Replace('\\', '/')
        where !s_exempt.Any(exempt => name.StartsWith(exempt, StringComparison.Ordinal))
        from line in File.ReadLines(file.FullName).Index()
        where line.Item.Length > MaxColumns
        select $"{name}:{line.Index + 1}");
}
