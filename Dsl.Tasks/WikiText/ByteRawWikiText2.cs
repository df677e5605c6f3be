namespace SerpentDsl.Tasks;

/// <summary>
/// WikiText-2 as it was written, with bytes as tokens: the loss divided by ln 2 is bits per byte.
/// Losses are not comparable with those of the tokenized form.
/// </summary>
public sealed class ByteRawWikiText2 : ILanguageTask
{
    private static readonly WikiTextSettings s_settings = new("wikitext-2", TextUnit.BytePairs, 256, Raw: true);

    /// <inheritdoc/>
    public string Name => nameof(ByteRawWikiText2);

    /// <inheritdoc/>
    public int Vocabulary => s_settings.Vocabulary;

    /// <inheritdoc/>
    public LanguageSplits Load(TaskContext context, CancellationToken cancellation) => s_settings.Load(Name, context, cancellation);
}
