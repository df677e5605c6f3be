namespace SerpentDsl.Tasks;

/// <summary>What the variants of the Retrieval task differ in.</summary>
/// <param name="Unit">What a token is.</param>
/// <param name="MaxLength">Most tokens of a document, end of sequence included.</param>
internal sealed record RetrievalSettings(RetrievalUnit Unit, int MaxLength)
{
    /// <summary>Number of ids where tokens are words.</summary>
    private const int Words = 4000;

    /// <summary>The printable ASCII characters in the order of their codes; all others are unk.</summary>
    public static string Alphabet { get; } = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code));

    /// <summary>Number of ids.</summary>
    public int Vocabulary => Unit switch
    {
        RetrievalUnit.Byte => ByteEncoder.Vocabulary,
        RetrievalUnit.Word => Words,
        _ => SpecialTokens.Count + Alphabet.Length,
    };

    /// <summary>Makes the documents of a corpus into ids.</summary>
    public IDocumentCoder Coder() => Unit == RetrievalUnit.Word ? new LearnedWords(Words, MaxLength) : new GivenEncoding(Encoder(""), MaxLength);

    /// <summary>Makes other documents into ids.</summary>
    /// <param name="vocabulary">What the coder learned.</param>
    public ISequenceEncoder Encoder(string vocabulary) => Unit switch
    {
        RetrievalUnit.Byte => new ByteEncoder(),
        RetrievalUnit.Word => new WordEncoder(vocabulary.Split(LearnedWords.Separator, StringSplitOptions.RemoveEmptyEntries)),
        _ => new CharacterEncoder(Alphabet),
    };

    /// <summary>The settings in one line, for telling caches apart.</summary>
    public string Describe()
    {
        var unit = Unit switch
        {
            RetrievalUnit.Byte => "bytes",
            RetrievalUnit.Word => $"{Words} words of the overlap",
            _ => "printable ASCII",
        };
        return $"retrieval 1, {unit}, length {MaxLength}";
    }
}
