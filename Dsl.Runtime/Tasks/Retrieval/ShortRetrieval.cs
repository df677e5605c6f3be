namespace SerpentDsl.Tasks;

/// <summary><see cref="Retrieval"/> on the first 511 characters of every document: for trying a model out in minutes.</summary>
public sealed class ShortRetrieval : IPairTask, IPublishedTask
{
    private static readonly RetrievalSettings s_settings = new(Bytes: false, MaxLength: 512);

    /// <inheritdoc/>
    public string Name => nameof(ShortRetrieval);

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
