namespace SerpentDsl.Tasks;

/// <summary>WikiText-2 with bytes as tokens: the loss divided by ln 2 is bits per byte.</summary>
public sealed class ByteWikiText2 : ILanguageTask, IPublishedTask
{
    private static readonly WikiTextSettings s_settings = new("wikitext-2", TextUnit.BytePairs, 256);

    /// <inheritdoc/>
    public string Name => nameof(ByteWikiText2);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public IReadOnlyList<PublicFile> PublicFiles => PublicData.WikiText2;

    /// <inheritdoc/>
    public LanguageSplits Load(TaskContext context, CancellationToken cancellation) =>
        s_settings.Load(Name, context, cancellation);
}
