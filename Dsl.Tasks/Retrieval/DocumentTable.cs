namespace SerpentDsl.Tasks;

/// <summary>Every document once, however many pairs it is in: its ids, and its words for the baseline.</summary>
/// <param name="settings">How documents become ids.</param>
internal sealed class DocumentTable(RetrievalSettings settings)
{
    private readonly IDocumentCoder _coder = settings.Coder();
    private readonly List<ulong[]> _words = [];

    /// <summary>Takes a document in.</summary>
    /// <returns>Its number.</returns>
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
        return new PackedRows(vocabulary, sequences, splits, [PairBaselines.Threshold("word overlap", Overlaps(splits[0]), Overlaps(splits[1]))]);
    }

    /// <summary>How alike the words of the rows' documents are, with the rows' classes.</summary>
    private (double Score, int Label)[] Overlaps(PackedSplit split) =>
        [.. split.Labels.Select((label, row) => (WordOverlap.Of(_words[split.First[row]], _words[split.Second[row]]), (int)label))];
}
