using System.Text.RegularExpressions;
using SerpentDsl.Testing;

namespace SerpentDsl.Generator.Tests;

/// <summary>The C# that a page of the documentation shows.</summary>
internal static partial class MarkdownPage
{
    /// <summary>The fenced blocks of C#, in order.</summary>
    /// <param name="path">Path of the page below the root of the repository.</param>
    public static string[] Examples(params string[] path) =>
        [.. Example().Matches(File.ReadAllText(RepositoryRoot.Combine(path))).Select(match => match.Groups[1].Value)];

    /// <summary>How many lines an example has.</summary>
    /// <param name="example">From <see cref="Examples"/>.</param>
    public static int Lines(string example) => example.TrimEnd().Split('\n').Length;

    [GeneratedRegex("```csharp\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
