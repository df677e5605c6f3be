namespace SerpentDsl.Tasks;

/// <summary>The documents of all pairs, each stored once: its ids, and its words for the baseline.</summary>
/// <param name="settings">How documents are encoded.</param>
internal sealed class DocumentTable(RetrievalSettings settings)
{
    private readonly IDocumentCoder _coder = settings.Coder();
    private readonly List<ulong[]> _words = [];

    /// <summary>Adds a document.</summary>
    /// <returns>Number of the document; the same for equal documents.</returns>
    public int Add(string text)
    {
        _coder.Add(text);
        _words.Add(WordOverlap.WordsOf(text));
        return _words.Count - 1;
    }

    /// <summary>All rows, encoded.</summary>
    /// <param name="splits">Training, validation and test split; a vocabulary is learned from the first.</param>
    public PackedRows Pack(PackedSplit[] splits)
    {
        var (vocabulary, sequences) = _coder.Finish(splits[0].First.Concat(splits[0].Second));
        return new PackedRows(
            vocabulary,
            sequences,
            splits,
            [.. splits.Select(split => split.First.Zip(split.Second).Count(pair => _coder.IsCut[pair.First] || _coder.IsCut[pair.Second]))],
            [PairBaselines.Threshold("word overlap", Overlaps(splits[0]), Overlaps(splits[1]))]);
    }

    /// <summary>The word overlap of the two documents of every row, with the row's class.</summary>
    private (double Score, int Label)[] Overlaps(PackedSplit split) =>
        [.. split.Labels.Select((label, row) => (WordOverlap.Of(_words[split.First[row]], _words[split.Second[row]]), (int)label))];
}
