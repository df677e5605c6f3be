namespace SerpentDsl.Tasks;

/// <summary>WikiText-103 with words as tokens: 267,735, including the line end.</summary>
public sealed class WordWikiText103 : ILanguageTask, IPublishedTask
{
    private static readonly WikiTextSettings s_settings = new("wikitext-103", TextUnit.Words, 267_735);

    /// <inheritdoc/>
    public string Name => nameof(WordWikiText103);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public IReadOnlyList<PublicFile> PublicFiles => PublicData.WikiText103;

    /// <inheritdoc/>
    public LanguageSplits Load(TaskContext context, CancellationToken cancellation) =>
        s_settings.Load(Name, context, cancellation);
}
