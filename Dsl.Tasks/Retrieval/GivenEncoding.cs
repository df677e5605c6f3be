namespace SerpentDsl.Tasks;

/// <summary>Documents in an encoding that nothing need be learned for.</summary>
/// <param name="encoder">Makes them into ids.</param>
/// <param name="maxLength">Most ids of one.</param>
internal sealed class GivenEncoding(ISequenceEncoder encoder, int maxLength) : IDocumentCoder
{
    private readonly List<ushort[]> _sequences = [];

    /// <inheritdoc/>
    public void Add(string text) => _sequences.Add(encoder.Encode(text, maxLength));

    /// <inheritdoc/>
    public (string Vocabulary, IReadOnlyList<ushort[]> Sequences) Finish(IEnumerable<int> training) => ("", _sequences);
}
