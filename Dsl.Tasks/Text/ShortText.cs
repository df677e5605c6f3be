namespace SerpentDsl.Tasks;

/// <summary><see cref="Text"/> on the first 511 characters of every review: for trying out a model in minutes.</summary>
public sealed class ShortText : ISequenceTask, IPublishedTask
{
    private static readonly TextSettings s_settings = new(Bytes: false, Official: false, MaxLength: 512);

    /// <inheritdoc/>
    public string Name => nameof(ShortText);

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
}
