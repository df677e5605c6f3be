namespace SerpentDsl.Tasks;

/// <summary>
/// <see cref="Retrieval"/> on UTF-8 bytes, at most 4,000 of each document and the end of sequence: pad 0, byte + 1, end of sequence 257.
/// </summary>
public sealed class ByteRetrieval : IPairTask, IPublishedTask, ITextTask
{
    private static readonly RetrievalSettings s_settings = new(RetrievalUnit.Byte, MaxLength: 4001);

    /// <inheritdoc/>
    public string Name => nameof(ByteRetrieval);

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

    /// <inheritdoc/>
    public ISequenceEncoder Encoder { get; } = new ByteEncoder();
}
