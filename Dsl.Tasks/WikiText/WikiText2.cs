namespace SerpentDsl.Tasks;

/// <summary>WikiText-2 with 30,000 byte-pair tokens, learned on its training split; each line is encoded separately.</summary>
public sealed class WikiText2 : ILanguageTask, IPublishedTask
{
    private static readonly WikiTextSettings s_settings = new("wikitext-2", TextUnit.BytePairs, 30_000);

    /// <inheritdoc/>
    public string Name => nameof(WikiText2);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public IReadOnlyList<PublicFile> PublicFiles => PublicData.WikiText2;

    /// <inheritdoc/>
    public LanguageSplits Load(TaskContext context, CancellationToken cancellation) =>
        s_settings.Load(Name, context, cancellation);
}
