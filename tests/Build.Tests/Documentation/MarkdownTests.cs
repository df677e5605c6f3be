using SerpentDsl.Testing;

namespace SerpentDsl.Build.Tests.Documentation;

/// <summary>What holds for every Markdown file of the repository.</summary>
public sealed class MarkdownTests
{
    private const int MaxColumns = 140;

    private const int MaxLines = 220;

    // The release notes of the generator's rules have a form of their own, and the fixtures' page came with the golden data.
    private static readonly string[] s_ofAnotherForm = ["tests/fixtures/", "Dsl.Generator/"];

    [Fact]
    public void Every_relative_link_points_to_a_file_and_a_heading_that_exist() => Assert.Empty(
        from page in MarkdownFile.All()
        from target in page.RelativeLinks()
        where !Exists(page, target)
        select $"{page.Name}: {target}");

    /// <summary>Rows of tables cannot be broken.</summary>
    [Fact]
    public void No_line_of_prose_is_longer_than_140_columns() => Assert.Empty(
        from page in MarkdownFile.All()
        where !s_ofAnotherForm.Any(folder => page.Name.StartsWith(folder, StringComparison.Ordinal))
        from line in page.Prose()
        where line.Text.Length > MaxColumns && !line.Text.TrimStart().StartsWith('|')
        select $"{page.Name}:{line.Number}");

    [Fact]
    public void No_page_of_the_documentation_has_much_more_than_200_lines() =>
        Assert.Empty(Documentation().Where(page => page.Length > MaxLines).Select(page => page.Name));

    [Fact]
    public void Links_lead_from_the_index_to_every_page_of_the_documentation()
    {
        var index = MarkdownFile.Read(RepositoryRoot.Combine("docs", "README.md"));
        HashSet<string> reached = [index.Name];
        Queue<MarkdownFile> open = new([index]);
        while (open.TryDequeue(out var page))
        {
            var paths = page.RelativeLinks().Select(target => PathOf(page, target))
                .Where(path => Path.GetExtension(path) == ".md" && File.Exists(path));
            foreach (var next in paths.Select(MarkdownFile.Read).Where(next => reached.Add(next.Name)))
            {
                open.Enqueue(next);
            }
        }

        Assert.Empty(Documentation().Select(page => page.Name).Except(reached));
    }

    /// <summary>Pages for maintainers name source files without their folders; a file that is renamed is renamed there, too.</summary>
    [Fact]
    public void Every_source_file_that_a_page_for_maintainers_names_exists()
    {
        DirectoryInfo root = new(RepositoryRoot.Path);
        HashSet<string> sources = [.. root.EnumerateFiles("*.cs", SearchOption.AllDirectories).Select(file => file.Name)];
        Assert.Empty(
            from page in MarkdownFile.All()
            where page.Name is "CONTRIBUTING.md" || page.Name.StartsWith("docs/internals/", StringComparison.Ordinal)
            from source in page.SourceFiles()
            where !sources.Contains(source)
            select $"{page.Name}: {source}");
    }

    private static IEnumerable<MarkdownFile> Documentation() =>
        MarkdownFile.All().Where(page => page.Name.StartsWith("docs/", StringComparison.Ordinal));

    private static bool Exists(MarkdownFile page, string target)
    {
        var path = PathOf(page, target);
        return target.Split('#') is [_, string anchor]
            ? File.Exists(path) && MarkdownFile.Read(path).Anchors().Contains(anchor)
            : File.Exists(path) || Directory.Exists(path);
    }

    /// <summary>The file that a link of a page names; the page itself where the link is an anchor only.</summary>
    private static string PathOf(MarkdownFile page, string target)
    {
        var path = target.Split('#')[0];
        return path.Length == 0 ? page.Path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.Path)!, path));
    }
}
