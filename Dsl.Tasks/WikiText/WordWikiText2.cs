namespace SerpentDsl.Tasks;

/// <summary>WikiText-2 with words as tokens: 33,278, including the line end.</summary>
public sealed class WordWikiText2 : ILanguageTask, IPublishedTask
{
    private static readonly WikiTextSettings s_settings = new("wikitext-2", TextUnit.Words, 33_278);

    /// <inheritdoc/>
    public string Name => nameof(WordWikiText2);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public IReadOnlyList<PublicFile> PublicFiles => PublicData.WikiText2;

    /// <inheritdoc/>
    public LanguageSplits Load(TaskContext context, CancellationToken cancellation) =>
        s_settings.Load(Name, context, cancellation);
}
