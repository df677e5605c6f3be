namespace SerpentDsl.Tasks;

/// <summary>WikiText-2 with 1,024 byte-pair tokens, on which a small model learns something in minutes.</summary>
public sealed class ShortWikiText2 : ILanguageTask, IPublishedTask
{
    private static readonly WikiTextSettings s_settings = new("wikitext-2", TextUnit.BytePairs, 1_024);

    /// <inheritdoc/>
    public string Name => nameof(ShortWikiText2);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public IReadOnlyList<PublicFile> PublicFiles => PublicData.WikiText2;

    /// <inheritdoc/>
    public LanguageSplits Load(TaskContext context, CancellationToken cancellation) =>
        s_settings.Load(Name, context, cancellation);
}
