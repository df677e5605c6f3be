namespace SerpentDsl.Tasks;

/// <summary>
/// Text of the Long Range Arena: is a film review positive? Characters, at most 4,096 with the end of sequence. Validation is a tenth of
/// the training half, chosen by content, so that the test half is used only for the result.
/// </summary>
public sealed class Text : ISequenceTask, IPublishedTask
{
    private static readonly TextSettings s_settings = new(Bytes: false, Official: false, MaxLength: 4096);

    /// <inheritdoc/>
    public string Name => nameof(Text);

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
