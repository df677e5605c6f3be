namespace SerpentDsl.Tasks;

/// <summary>The differences between the variants of the Retrieval task.</summary>
/// <param name="Unit">What a token is.</param>
/// <param name="MaxLength">Largest number of tokens of a document, end of sequence included.</param>
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

    /// <summary>A new encoder for the documents of a corpus.</summary>
    public IDocumentCoder Coder() =>
        Unit == RetrievalUnit.Word ? new LearnedWords(Words, MaxLength) : new GivenEncoding(Encoder(""), MaxLength);

    /// <summary>An encoder for other documents.</summary>
    /// <param name="vocabulary">The vocabulary that the coder learned.</param>
    public ISequenceEncoder Encoder(string vocabulary) => Unit switch
    {
        RetrievalUnit.Byte => new ByteEncoder(),
        RetrievalUnit.Word => new WordEncoder(vocabulary.Split(LearnedWords.Separator, StringSplitOptions.RemoveEmptyEntries)),
        _ => new CharacterEncoder(Alphabet),
    };

    /// <summary>The settings in one line, for the cache's fingerprint.</summary>
    public string Describe()
    {
        var unit = Unit switch
        {
            RetrievalUnit.Byte => "bytes",
            RetrievalUnit.Word => $"{Words} words of the overlap",
            _ => "printable ASCII",
        };
        return $"retrieval 2, {unit}, length {MaxLength}";
    }
}
