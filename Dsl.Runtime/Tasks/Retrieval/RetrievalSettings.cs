namespace SerpentDsl.Tasks;

/// <summary>What the variants of the Retrieval task differ in.</summary>
/// <param name="Bytes">Whether a token is a byte; else it is a character.</param>
/// <param name="MaxLength">Most tokens of a document, end of sequence included.</param>
internal sealed record RetrievalSettings(bool Bytes, int MaxLength)
{
    /// <summary>The printable ASCII characters in the order of their codes; all others are unk.</summary>
    public static string Alphabet { get; } = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code));

    /// <summary>Number of ids.</summary>
    public int Vocabulary => Bytes ? ByteEncoder.Vocabulary : SpecialTokens.Count + Alphabet.Length;

    /// <summary>Makes documents into ids.</summary>
    public ISequenceEncoder Encoder => Bytes ? new ByteEncoder() : new CharacterEncoder(Alphabet);

    /// <summary>The settings in one line, for telling caches apart.</summary>
    public string Describe() => $"retrieval 1, {(Bytes ? "bytes" : "printable ASCII")}, length {MaxLength}";
}
