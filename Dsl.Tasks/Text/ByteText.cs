namespace SerpentDsl.Tasks;

/// <summary>
/// <see cref="Text"/> on UTF-8 bytes, at most 4,000 and the end of sequence: pad 0, byte + 1, end of sequence 257.
/// </summary>
public sealed class ByteText : ISequenceTask, IPublishedTask, ITextTask
{
    private static readonly TextSettings s_settings = new(Bytes: true, Official: false, MaxLength: 4001);

    /// <inheritdoc/>
    public string Name => nameof(ByteText);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public int Classes => 2;

    /// <inheritdoc/>
    public int MaxLength => s_settings.MaxLength;

    /// <inheritdoc/>
    public IReadOnlyList<PublicFile> PublicFiles => PublicData.Imdb;

    /// <inheritdoc/>
    public SequenceSplits Load(TaskContext context, CancellationToken cancellation) =>
        TextData.Load(Name, s_settings, context, cancellation);

    /// <inheritdoc/>
    public ISequenceEncoder Encoder { get; } = new ByteEncoder();
}
