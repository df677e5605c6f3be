using System.Text.RegularExpressions;
using SerpentDsl.Generator.Reporting;
using SerpentDsl.Testing;

namespace SerpentDsl.Generator.Tests;

/// <summary>The help page of a diagnostic: what is wrong, what the compiler says, what is right.</summary>
internal sealed partial record RulePage(
    string Id, string Title, string Severity, string Category, string Wrong, string Span, string Message, string Right)
{
    // What a reader of the page has at the top of the file.
    private const string Usings = """
        using SerpentDsl;
        using SerpentDsl.Layers;
        using SerpentDsl.Tasks;
        using System;
        using System.ComponentModel;
        using System.ComponentModel.DataAnnotations;
        using System.Threading;
        using TorchSharp;
        using static TorchSharp.torch;

        namespace Demo;


        """;

    public static string Folder => RepositoryRoot.Combine(Rules.PageFolder.Split('/'));

    public static RulePage Read(string id)
    {
        var text = File.ReadAllText(Path.Combine(Folder, id + ".md"));
        var head = Head().Match(text);
        Assert.True(head.Success, $"The page of {id} does not begin as the others.");
        var body = Body().Match(text);
        return new RulePage(
            id,
            head.Groups["title"].Value,
            head.Groups["severity"].Value,
            head.Groups["category"].Value,
            body.Success ? Usings + body.Groups["wrong"].Value : "",
            body.Groups["span"].Value,
            body.Success ? Quoted(body.Groups["message"].Value) : "",
            body.Success ? Usings + body.Groups["right"].Value : "");
    }

    /// <summary>The message that a page quotes, over one line or several.</summary>
    public static string Quoted(string lines) => string.Join(' ', lines.TrimEnd('\n').Split('\n').Select(line => line[2..]));

    [GeneratedRegex("\\A# (?<id>SDSL\\d{3}): (?<title>[^\\n]+)\\n\\n(?<severity>Error|Warning|Info), `(?<category>[^`]+)`\\. [^\\n]+\\n")]
    private static partial Regex Head();

    [GeneratedRegex(
        "\\n## Wrong\\n\\n```csharp\\n(?<wrong>.*?)```\\n\\n" +
        "Reported at `(?<span>[^`]+)`:\\n\\n(?<message>(?:> [^\\n]+\\n)+)\\n" +
        "## Right\\n\\n```csharp\\n(?<right>.*?)```\\n\\z",
        RegexOptions.Singleline)]
    private static partial Regex Body();
}
