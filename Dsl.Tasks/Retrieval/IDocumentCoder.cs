namespace SerpentDsl.Tasks;

/// <summary>Encodes documents after all of them were added.</summary>
internal interface IDocumentCoder
{
    /// <summary>Adds a document.</summary>
    void Add(string text);

    /// <summary>Whether each document was longer than is read.</summary>
    IReadOnlyList<bool> IsCut { get; }

    /// <summary>The documents' ids, in the order in which they were added.</summary>
    /// <param name="training">Indices of the documents that a vocabulary may be learned from.</param>
    /// <returns>The learned vocabulary, to be passed to <see cref="RetrievalSettings.Encoder"/>, and the ids.</returns>
    (string Vocabulary, IReadOnlyList<ushort[]> Sequences) Finish(IEnumerable<int> training);
}
