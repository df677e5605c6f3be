namespace SerpentDsl.Tasks;

/// <summary>Encodes documents as words: the most frequent words of the training documents have ids. Case is ignored.</summary>
/// <param name="vocabulary">Number of ids, those of <see cref="SpecialTokens"/> included.</param>
/// <param name="maxLength">Largest number of ids of a document.</param>
internal sealed class LearnedWords(int vocabulary, int maxLength) : IDocumentCoder
{
    /// <summary>Separates the words of a vocabulary; no word contains it.</summary>
    public const char Separator = ' ';

    private readonly Dictionary<string, int> _numbers = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _words = [];
    private readonly List<int[]> _documents = [];

    private readonly List<bool> _isCut = [];

    /// <inheritdoc/>
    public IReadOnlyList<bool> IsCut => _isCut;

    /// <inheritdoc/>
    public void Add(string text)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var document = new List<int>();
        var reader = new WordReader(text);
        while (document.Count < maxLength - 1 && reader.TryNext(out var word))
        {
            if (!lookup.TryGetValue(word, out var number))
            {
                number = _words.Count;
                _words.Add(word.ToString().ToLowerInvariant());
                _numbers.Add(_words[number], number);
            }

            document.Add(number);
        }

        _documents.Add([.. document]);
        _isCut.Add(reader.TryNext(out _));
    }

    /// <inheritdoc/>
    public (string Vocabulary, IReadOnlyList<ushort[]> Sequences) Finish(IEnumerable<int> training)
    {
        var counts = new int[_words.Count];
        foreach (var word in training.Distinct().SelectMany(document => _documents[document]))
        {
            counts[word]++;
        }

        int[] known =
        [
            .. Enumerable.Range(0, _words.Count)
                .Where(word => counts[word] > 0)
                .OrderByDescending(word => counts[word])
                .ThenBy(word => _words[word], StringComparer.Ordinal)
                .Take(vocabulary - SpecialTokens.Count),
        ];
        var ids = new ushort[_words.Count];
        Array.Fill(ids, SpecialTokens.Unknown);
        for (var place = 0; place < known.Length; place++)
        {
            ids[known[place]] = checked((ushort)(SpecialTokens.Count + place));
        }

        return (
            string.Join(Separator, known.Select(word => _words[word])),
            [.. _documents.Select(document => document.Select(word => ids[word]).Append(SpecialTokens.EndOfSequence).ToArray())]);
    }
}
