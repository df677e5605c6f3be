namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>BERT's model: from the start of each piece the longest token that fits; those inside a piece begin with a prefix.</summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly string _unknown;
    private readonly string _prefix;
    private readonly int _mostCharacters;
    private readonly int _longest;

    private WordPieceModel(Dictionary<string, int> ids, string unknown, string prefix, int mostCharacters)
        : base(ids)
    {
        _unknown = unknown;
        _prefix = prefix;
        _mostCharacters = mostCharacters;
        _longest = ids.Keys.Max(token => token.Length);
    }

    /// <summary>Reads the model.</summary>
    public static new WordPieceModel Read(FileComponent component) => new(
        ReadVocabulary(component) is { Count: > 0 } ids ? ids : throw component.Wrong("vocab", "a vocabulary: it is empty"),
        component.Text("unk_token"),
        component.Text("continuing_subword_prefix"),
        component.Number("max_input_chars_per_word"));

    /// <inheritdoc/>
    public override void Encode(string piece, List<int> ids)
    {
        var before = ids.Count;
        if (piece.EnumerateRunes().Count() <= _mostCharacters)
        {
            var start = 0;
            while (start < piece.Length && TryLongest(piece, start, out var id, out var end))
            {
                ids.Add(id);
                start = end;
            }

            if (start == piece.Length)
            {
                return;
            }
        }

        // A part without a token makes the whole piece unknown.
        ids.RemoveRange(before, ids.Count - before);
        ids.Add(Ids.TryGetValue(_unknown, out var unknown) ? unknown : throw Unknown(piece, _unknown));
    }

    private bool TryLongest(string piece, int start, out int id, out int end)
    {
        for (end = Math.Min(piece.Length, start + _longest); end > start; end--)
        {
            var part = piece[start..end];
            if (Ids.TryGetValue(start > 0 ? _prefix + part : part, out id))
            {
                return true;
            }
        }

        id = -1;
        return false;
    }
}
