namespace SerpentDsl.Tasks;

/// <summary>
/// Cuts a text into words: runs of letters, and every other character that is not white space by itself.
/// </summary>
/// <param name="text">The text.</param>
internal ref struct WordReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>The next word, if there is one.</summary>
    public bool TryNext(out ReadOnlySpan<char> word)
    {
        _rest = _rest.TrimStart();
        int length = 0;
        while (length < _rest.Length && char.IsLetter(_rest[length]))
        {
            length++;
        }

        if (length == 0 && !_rest.IsEmpty)
        {
            length = _rest.Length > 1 && char.IsSurrogatePair(_rest[0], _rest[1]) ? 2 : 1;
        }

        word = _rest[..length];
        _rest = _rest[length..];
        return length > 0;
    }
}
