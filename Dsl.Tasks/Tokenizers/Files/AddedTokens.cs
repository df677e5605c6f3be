using System.Text;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>The <c>added_tokens</c> of a <c>tokenizer.json</c>: cut out of a text, the leftmost first and of those the longest.</summary>
internal sealed class AddedTokens
{
    private readonly TextTrie _raw = new();
    private readonly TextTrie _normalized = new();

    private AddedTokens(IReadOnlyList<AddedToken> tokens) => All = tokens;

    /// <summary>The tokens, in the order of the file.</summary>
    public IReadOnlyList<AddedToken> All { get; }

    /// <summary>Reads the tokens.</summary>
    /// <param name="components">The elements of the list.</param>
    /// <param name="ids">The model's vocabulary.</param>
    /// <param name="normalizer">The normalizer; null for none.</param>
    /// <exception cref="FormatException">A token is malformed, or its id is not the one that the Hugging Face library gives it.</exception>
    public static AddedTokens Read(
        IEnumerable<FileComponent> components, IReadOnlyDictionary<string, int> ids, TextNormalizer? normalizer)
    {
        var added = new List<AddedToken>();
        var contents = new HashSet<string>(StringComparer.Ordinal);
        var greatest = -1;
        foreach (var component in components)
        {
            var token = Read(component);

            // That library gives a token the id that the model has for it, else the next free one, whatever the file says.
            var id = ids.TryGetValue(token.Content, out var known) ? known : Math.Max(ids.Count, greatest + 1);
            if (id != token.Id)
            {
                throw new FormatException(
                    $"its added token '{token.Content}' has the id {token.Id}, but the Hugging Face library would give it {id}.");
            }

            if (!contents.Add(token.Content))
            {
                throw new FormatException($"its added token '{token.Content}' is there twice.");
            }

            greatest = Math.Max(greatest, id);
            added.Add(token);
        }

        var tokens = new AddedTokens(added);
        for (var i = 0; i < added.Count; i++)
        {
            var content = added[i].Normalized && normalizer is not null ? normalizer(added[i].Content) : added[i].Content;
            if (content.Length == 0)
            {
                throw new FormatException($"its added token '{added[i].Content}' is empty, or its normalizer leaves nothing of it.");
            }

            (added[i].Normalized ? tokens._normalized : tokens._raw).Add(content, i);
        }

        return tokens;
    }

    /// <summary>Cuts tokens out of the text as it is given.</summary>
    public List<TextPart> CutRaw(TextPart part) => Cut(part, _raw);

    /// <summary>Cuts tokens out of normalised text.</summary>
    public List<TextPart> CutNormalized(TextPart part) => Cut(part, _normalized);

    private static AddedToken Read(FileComponent component)
    {
        var token = new AddedToken(
            component.Text("content"),
            component.Number("id"),
            component.Flag("single_word"),
            component.Flag("lstrip"),
            component.Flag("rstrip"),
            component.Flag("normalized"),
            component.Flag("special"));
        component.Finish();
        return token;
    }

    private List<TextPart> Cut(TextPart part, TextTrie trie)
    {
        var (text, parts, end) = (part.Text, new List<TextPart>(), 0);
        for (var at = 0; at < text.Length;)
        {
            var (length, index) = trie.LongestAt(text, at);
            if (length == 0)
            {
                at++;
                continue;
            }

            var token = All[index];
            var (start, stop) = (at, at + length);
            at = stop;
            if (token.SingleWord && !IsSingle(text, start, stop))
            {
                continue;
            }

            if (token.StripLeft)
            {
                start = Math.Max(text[..start].TrimEnd().Length, end);
            }

            if (token.StripRight)
            {
                stop = text.Length - text[stop..].TrimStart().Length;
            }

            if (start > end)
            {
                parts.Add(new TextPart(text[end..start], part.AtStart && end == 0));
            }

            // Of a token that lies in white space which the one before took, nothing is left.
            if (start < stop)
            {
                parts.Add(new TextPart(text[start..stop], part.AtStart && start == 0, token.Id));
            }

            end = stop;
        }

        if (end < text.Length)
        {
            parts.Add(new TextPart(text[end..], part.AtStart && end == 0));
        }

        return parts;
    }

    private static bool IsSingle(string text, int start, int stop) =>
        (start == 0 || Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _) != 0 || !CharacterClasses.IsWord(before))
        && (stop == text.Length || Rune.DecodeFromUtf16(text.AsSpan(stop), out var after, out _) != 0 || !CharacterClasses.IsWord(after));
}
