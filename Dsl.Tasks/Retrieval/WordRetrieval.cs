namespace SerpentDsl.Tasks;

/// <summary>
/// <see cref="Retrieval"/> on words, for trying out a model in minutes: the first 511 words of every document, read as for the baseline;
/// the most frequent words of the training documents have their own ids. From so few pairs a model cannot learn words from characters, and
/// the words show the documents' topics.
/// </summary>
public sealed class WordRetrieval : IPairTask, IPublishedTask
{
    private static readonly RetrievalSettings s_settings = new(RetrievalUnit.Word, MaxLength: 512);

    /// <inheritdoc/>
    public string Name => nameof(WordRetrieval);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public int Classes => 2;

    /// <inheritdoc/>
    public int MaxLength => s_settings.MaxLength;

    /// <inheritdoc/>
    public IReadOnlyList<PublicFile> PublicFiles => PublicData.Aan;

    /// <inheritdoc/>
    public PairSplits Load(TaskContext context, CancellationToken cancellation) =>
        RetrievalData.Load(Name, s_settings, context, cancellation);
}
