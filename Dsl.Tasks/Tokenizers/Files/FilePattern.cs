using System.Text.RegularExpressions;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>A text or a regular expression that a rule of a <c>tokenizer.json</c> looks for.</summary>
internal sealed class FilePattern
{
    private const int LongestResult = 1 << 27;

    private static readonly TimeSpan s_longestSearch = TimeSpan.FromSeconds(10);

    private readonly string? _literal;
    private readonly Regex? _regex;

    private FilePattern(string? literal, Regex? regex)
    {
        _literal = literal;
        _regex = regex;
    }

    /// <summary>Reads <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
    /// <exception cref="FormatException">The pattern is empty, or needs what is not known here.</exception>
    public static FilePattern Read(FileComponent component)
    {
        var isLiteral = component.Has("String");
        var pattern = component.Text(isLiteral ? "String" : "Regex");
        component.Finish();
        if (pattern.Length == 0)
        {
            throw new FormatException($"its {component.Place} is empty.");
        }

        if (isLiteral)
        {
            return new FilePattern(pattern, null);
        }

        var translated = FileRegex.Translate(pattern, component.Place);
        try
        {
            return new FilePattern(
                null, new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.Multiline, s_longestSearch));
        }
        catch (ArgumentException problem)
        {
            throw new FormatException($"its {component.Place} is no regular expression: {problem.Message}", problem);
        }
    }

    /// <summary>The places where the pattern is found, in order.</summary>
    /// <param name="text">The text, without lone surrogates.</param>
    /// <exception cref="TaskDataException">The search takes too long.</exception>
    public List<(int Start, int End)> Find(string text)
    {
        var found = new List<(int, int)>();
        if (_regex is null)
        {
            for (var at = text.IndexOf(_literal!, StringComparison.Ordinal); at >= 0;
                at = text.IndexOf(_literal!, at + _literal!.Length, StringComparison.Ordinal))
            {
                found.Add((at, at + _literal!.Length));
            }

            return found;
        }

        try
        {
            var searched = new SearchedText(text);
            for (var match = _regex.Match(searched.Characters); match.Success; match = match.NextMatch())
            {
                found.Add((searched.PlaceOf(match.Index), searched.PlaceOf(match.Index + match.Length)));
            }

            return found;
        }
        catch (RegexMatchTimeoutException problem)
        {
            throw new TaskDataException(
                $"The tokenizer's regular expression '{_regex}' searches a text of {text.Length:N0} characters for more than "
                + $"{s_longestSearch.TotalSeconds:N0} seconds. Encode shorter texts.",
                problem);
        }
    }

    /// <summary>Writes another text where the pattern is found.</summary>
    /// <exception cref="TaskDataException">The search takes too long, or the result is too long.</exception>
    public string Replace(string text, string content)
    {
        var result = new System.Text.StringBuilder(text.Length);
        var end = 0;
        foreach (var match in Find(text))
        {
            if (result.Length > LongestResult)
            {
                throw new TaskDataException(
                    $"The tokenizer's rule for '{_literal ?? _regex!.ToString()}' makes more than {LongestResult:N0} characters of a text. "
                    + "Encode shorter texts.");
            }

            result.Append(text, end, match.Start - end).Append(content);
            end = match.End;
        }

        return result.Append(text, end, text.Length - end).ToString();
    }
}
