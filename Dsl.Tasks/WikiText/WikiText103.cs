namespace SerpentDsl.Tasks;

/// <summary>WikiText-103 with 30,000 byte-pair tokens, learned on its training split; each line is encoded separately.</summary>
public sealed class WikiText103 : ILanguageTask, IPublishedTask
{
    private static readonly WikiTextSettings s_settings = new("wikitext-103", TextUnit.BytePairs, 30_000);

    /// <inheritdoc/>
    public string Name => nameof(WikiText103);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public IReadOnlyList<PublicFile> PublicFiles => PublicData.WikiText103;

    /// <inheritdoc/>
    public LanguageSplits Load(TaskContext context, CancellationToken cancellation) =>
        s_settings.Load(Name, context, cancellation);
}
