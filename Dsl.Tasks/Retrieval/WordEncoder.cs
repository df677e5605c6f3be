namespace SerpentDsl.Tasks;

/// <summary>One id per word, after those of <see cref="SpecialTokens"/>; case is ignored. A word without an id is unknown.</summary>
internal sealed class WordEncoder : ISequenceEncoder
{
    private readonly Dictionary<string, ushort> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] _names;

    /// <param name="words">The words in the order of their ids, all different.</param>
    public WordEncoder(IEnumerable<string> words)
    {
        _names = [SpecialTokens.PaddingName, SpecialTokens.UnknownName, SpecialTokens.EndOfSequenceName, .. words];
        for (var id = SpecialTokens.Count; id < _names.Length; id++)
        {
            _ids.Add(_names[id], checked((ushort)id));
        }
    }

    /// <summary>The words in the order of their ids.</summary>
    public IEnumerable<string> Words => _names.Skip(SpecialTokens.Count);

    /// <inheritdoc/>
    public ushort[] Encode(string text, int maxLength)
    {
        var lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var ids = new List<ushort>();
        for (var reader = new WordReader(text); ids.Count < maxLength - 1 && reader.TryNext(out var word);)
        {
            ids.Add(lookup.TryGetValue(word, out var id) ? id : SpecialTokens.Unknown);
        }

        return [.. ids, SpecialTokens.EndOfSequence];
    }

    /// <inheritdoc/>
    public string NameOf(int token) => (uint)token < (uint)_names.Length
        ? _names[token]
        : throw new ArgumentOutOfRangeException(nameof(token), $"{token} is no token; they are 0 … {_names.Length - 1}.");
}
