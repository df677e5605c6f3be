using System.Collections.Frozen;

namespace SerpentDsl.Experiments.Inspection;

/// <summary>
/// Sorts the tokens of a row into what a reader would call informative and what not: operators, brackets and digits of expressions; content
/// words and function words of texts, whose letters, pieces or words the tokens may be.
/// </summary>
internal static class TokenGroups
{
    private const string Operators = "operators";
    private const string Brackets = "closing brackets";
    private const string Digits = "digits";
    private const string ContentWords = "content words";
    private const string FunctionWords = "function words";
    private const string WhiteSpace = "white space";
    private const string Others = "others";

    /// <summary>Words of English with a grammatical use rather than a meaning: articles, pronouns, prepositions, auxiliaries.</summary>
    private static readonly FrozenSet<string> s_functionWords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "a", "about", "above", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been",
        "before", "being", "between", "both", "but", "by", "can", "could", "did", "do", "does", "doing", "during", "each", "few", "for",
        "from", "further", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "in", "into", "is",
        "it", "its", "me", "more", "most", "my", "no", "nor", "not", "of", "off", "on", "once", "only", "or", "other", "our", "out",
        "over", "own", "s", "same", "she", "should", "so", "some", "such", "t", "than", "that", "the", "their", "them", "then", "there",
        "these", "they", "this", "those", "through", "to", "too", "under", "until", "up", "us", "very", "was", "we", "were", "what",
        "when", "where", "which", "while", "who", "whom", "why", "will", "with", "would", "you", "your");

    /// <summary>The group of each token.</summary>
    /// <param name="names">The readable names of a row's tokens, in order.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> names)
    {
        // Without white space among the tokens, each token is a word; else a word is the letters between two that are none.
        var isSpaced = names.Any(name => name.Any(char.IsWhiteSpace));
        var isExpression = names.Any(IsOperator);
        var groups = new string[names.Count];
        for (var token = 0; token < groups.Length; token++)
        {
            groups[token] = GroupOf(names[token], isExpression) ?? "";
        }

        for (var first = 0; first < groups.Length;)
        {
            var end = first + 1;
            if (groups[first].Length == 0)
            {
                while (isSpaced && end < groups.Length && groups[end].Length == 0 && !char.IsWhiteSpace(names[end][0]))
                {
                    end++;
                }

                var word = string.Concat(names.Skip(first).Take(end - first)).Trim();
                groups.AsSpan(first, end - first).Fill(s_functionWords.Contains(word) ? FunctionWords : ContentWords);
            }

            first = end;
        }

        return groups;
    }

    private static bool IsOperator(string name) => name is ['[', _, ..];

    // Null for a token of letters. The files of ListOps write a closing bracket as X.
    private static string? GroupOf(string name, bool isExpression) => name switch
    {
        _ when IsOperator(name) => Operators,
        "]" => Brackets,
        "X" when isExpression => Brackets,
        _ when name.Length > 0 && name.All(char.IsAsciiDigit) => Digits,
        _ when name.Length > 0 && name.All(char.IsWhiteSpace) => WhiteSpace,
        _ when name.Length > 0 && name.All(letter => char.IsLetter(letter) || char.IsWhiteSpace(letter)) => null,
        _ => Others,
    };
}
