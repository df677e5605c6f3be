namespace SerpentDsl.Tasks;

/// <summary>Encodes documents with an encoder that does not depend on the data.</summary>
/// <param name="encoder">Encodes one document.</param>
/// <param name="maxLength">Largest number of ids of a document.</param>
internal sealed class GivenEncoding(ISequenceEncoder encoder, int maxLength) : IDocumentCoder
{
    private readonly List<ushort[]> _sequences = [];
    private readonly List<bool> _isCut = [];

    /// <inheritdoc/>
    public IReadOnlyList<bool> IsCut => _isCut;

    /// <inheritdoc/>
    public void Add(string text)
    {
        _sequences.Add(encoder.Encode(text, maxLength));
        _isCut.Add(encoder.Encode(text, maxLength + 1).Length > maxLength);
    }

    /// <inheritdoc/>
    public (string Vocabulary, IReadOnlyList<ushort[]> Sequences) Finish(IEnumerable<int> training) => ("", _sequences);
}
