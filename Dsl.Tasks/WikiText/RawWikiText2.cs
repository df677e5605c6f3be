namespace SerpentDsl.Tasks;

/// <summary>
/// WikiText-2 as it was written, not cut into words and with its rare words, in byte pairs learned from the training split.
/// Losses are not comparable with those of the tokenized form.
/// </summary>
public sealed class RawWikiText2 : ILanguageTask
{
    private static readonly WikiTextSettings s_settings = new("wikitext-2", TextUnit.BytePairs, 30_000, Raw: true);

    /// <inheritdoc/>
    public string Name => nameof(RawWikiText2);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public LanguageSplits Load(TaskContext context, CancellationToken cancellation) => s_settings.Load(Name, context, cancellation);
}
