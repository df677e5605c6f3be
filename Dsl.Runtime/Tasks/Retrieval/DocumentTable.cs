namespace SerpentDsl.Tasks;

/// <summary>Every document once, however many pairs it is in: its ids, and its words for the baseline.</summary>
/// <param name="settings">How documents become ids.</param>
internal sealed class DocumentTable(RetrievalSettings settings)
{
    private readonly ISequenceEncoder _encoder = settings.Encoder;
    private readonly List<ulong[]> _words = [];

    /// <summary>The documents' ids.</summary>
    public List<ushort[]> Sequences { get; } = [];

    /// <summary>Takes a document in.</summary>
    /// <returns>Its number.</returns>
    public int Add(string text)
    {
        Sequences.Add(_encoder.Encode(text, settings.MaxLength));
        _words.Add(WordOverlap.WordsOf(text));
        return Sequences.Count - 1;
    }

    /// <summary>How alike the words of the rows' documents are, with the rows' classes.</summary>
    public (double Score, int Label)[] Overlaps(PackedSplit split) =>
        [.. split.Labels.Select((label, row) => (WordOverlap.Of(_words[split.First[row]], _words[split.Second[row]]), (int)label))];
}
