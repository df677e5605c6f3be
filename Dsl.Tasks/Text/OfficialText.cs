namespace SerpentDsl.Tasks;

/// <summary>
/// <see cref="Text"/> as in the literature: the test half is also the validation split, so that models are chosen by the reported rows.
/// </summary>
public sealed class OfficialText : ISequenceTask, IPublishedTask
{
    private static readonly TextSettings s_settings = new(Bytes: false, Official: true, MaxLength: 4096);

    /// <inheritdoc/>
    public string Name => nameof(OfficialText);

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
