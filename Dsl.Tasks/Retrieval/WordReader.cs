namespace SerpentDsl.Tasks;

/// <summary>
/// The words that show a document's topic: runs of at least four ASCII letters in its first 4,000 characters. The baseline's word overlap
/// and the models that read words use the same words, so that neither has more information.
/// </summary>
/// <param name="text">The document.</param>
internal ref struct WordReader(ReadOnlySpan<char> text)
{
    private const int Characters = 4000;
    private const int ShortestWord = 4;

    private ReadOnlySpan<char> _rest = text[..Math.Min(text.Length, Characters)];

    /// <summary>The next word, if there is one.</summary>
    public bool TryNext(out ReadOnlySpan<char> word)
    {
        while (!_rest.IsEmpty)
        {
            var length = 0;
            while (length < _rest.Length && char.IsAsciiLetter(_rest[length]))
            {
                length++;
            }

            word = _rest[..length];
            _rest = _rest[Math.Min(length + 1, _rest.Length)..];
            if (length >= ShortestWord)
            {
                return true;
            }
        }

        word = default;
        return false;
    }
}
