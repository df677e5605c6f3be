namespace SerpentDsl.Tasks;

/// <summary>Makes documents into ids, once all have been seen.</summary>
internal interface IDocumentCoder
{
    /// <summary>Takes a document in.</summary>
    void Add(string text);

    /// <summary>The documents' ids, in the order they came in.</summary>
    /// <param name="training">Numbers of the documents that a vocabulary may be learned from.</param>
    /// <returns>The vocabulary that was learned, which <see cref="RetrievalSettings.Encoder"/> takes, and the ids.</returns>
    (string Vocabulary, IReadOnlyList<ushort[]> Sequences) Finish(IEnumerable<int> training);
}
