namespace SerpentDsl.Tasks;

/// <summary>The differences between the variants of the WikiText tasks.</summary>
/// <param name="Corpus">Name of the corpus in its files, such as <c>wikitext-2</c>.</param>
/// <param name="Unit">What a token is.</param>
/// <param name="Vocabulary">Number of ids; a small corpus may yield fewer.</param>
internal sealed record WikiTextSettings(string Corpus, TextUnit Unit, int Vocabulary)
{
    /// <summary>The settings in one line, for the cache's fingerprint.</summary>
    public string Describe() => $"wikitext 1, {Corpus}, {Unit}, vocabulary {Vocabulary}";
}
