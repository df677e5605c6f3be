using System.Text.RegularExpressions;
using SerpentDsl.Testing;

namespace SerpentDsl.Build.Tests.Documentation;

/// <summary>A Markdown file of the repository, as a reader sees it: its headings, its links, its lines of prose.</summary>
internal sealed partial class MarkdownFile
{
    private readonly string[] _lines;

    private MarkdownFile(string path)
    {
        Path = path;
        _lines = File.ReadAllLines(path);
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>The path below the repository's root, with slashes.</summary>
    public string Name => System.IO.Path.GetRelativePath(RepositoryRoot.Path, Path).Replace('\\', '/');

    /// <summary>The number of lines.</summary>
    public int Length => _lines.Length;

    /// <summary>Every Markdown file of the repository, but for what a build or a run writes.</summary>
    public static IEnumerable<MarkdownFile> All() =>
        RepositoryFiles.All("*.md").Select(file => new MarkdownFile(file.FullName));

    /// <summary>The file at a path.</summary>
    public static MarkdownFile Read(string path) => new(path);

    /// <summary>Targets of all links and pictures, in order, without those that name a web address.</summary>
    public IEnumerable<string> RelativeLinks() =>
        from line in Prose()
        from link in Link().Matches(InlineCode().Replace(line.Text, ""))
        let target = link.Groups[1].Value
        where !WebAddress().IsMatch(target)
        select target;

    /// <summary>
    /// The anchors that GitHub gives to the headings: lower case, without punctuation, hyphens for spaces, numbered where equal.
    /// </summary>
    public IReadOnlySet<string> Anchors()
    {
        HashSet<string> anchors = [];
        foreach (var heading in Prose().Select(line => line.Text).Where(text => text.StartsWith('#')))
        {
            var anchor = Punctuation().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');
            var candidate = anchor;
            for (var repeat = 1; !anchors.Add(candidate); repeat++)
            {
                candidate = $"{anchor}-{repeat}";
            }
        }

        return anchors;
    }

    /// <summary>The names, without folders, of the C# files that stand in inline code.</summary>
    public IEnumerable<string> SourceFiles() =>
        from line in Prose()
        from code in InlineCode().Matches(line.Text)
        let name = code.Value.Trim('`')
        where name.EndsWith(".cs", StringComparison.Ordinal) && !name.Contains(' ', StringComparison.Ordinal)
        select System.IO.Path.GetFileName(name);

    /// <summary>The lines outside fenced code, with their numbers from 1.</summary>
    public IEnumerable<(int Number, string Text)> Prose()
    {
        var isCode = false;
        for (var i = 0; i < _lines.Length; i++)
        {
            if (_lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return (i + 1, _lines[i]);
            }
        }
    }

    [GeneratedRegex("\\]\\(([^()\\s]+)\\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex WebAddress();

    [GeneratedRegex("[^\\p{L}\\p{Nd} _-]")]
    private static partial Regex Punctuation();
}
