namespace SerpentDsl.Tasks;

/// <summary>
/// <see cref="Retrieval"/> on words, for trying a model out in minutes: of every document the first 511 of those that the task's baseline,
/// the overlap of words, counts; the commonest in the training split's documents have ids of their own. So few pairs do not teach a model
/// what words are; the documents' topics lie in them.
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
    public PairSplits Load(TaskContext context, CancellationToken cancellation) => RetrievalData.Load(Name, s_settings, context, cancellation);
}
