namespace SerpentDsl.Tasks;

/// <summary>The splits of a language task; owns their streams.</summary>
/// <param name="Train">The training split.</param>
/// <param name="Validation">The validation split.</param>
/// <param name="Test">The test split.</param>
/// <param name="Tokenizer">Turns prompts into ids and ids into text.</param>
/// <param name="Baselines">What trivial models reach on the validation split, for the runner to print beside a model's loss.</param>
/// <param name="Source">Where the text is from, in a few words; a run records it.</param>
public sealed record LanguageSplits(
    LanguageSplit Train,
    LanguageSplit Validation,
    LanguageSplit Test,
    ITokenizer Tokenizer,
    IReadOnlyList<LanguageBaseline> Baselines,
    string Source) : IDisposable
{
    /// <summary>The token that ends a document, by which documents can be read separately; null: the text has no such marks.</summary>
    public int? DocumentEnd { get; init; }

    /// <summary>Closes the streams.</summary>
    public void Dispose()
    {
        Train.Tokens.Dispose();
        Validation.Tokens.Dispose();
        Test.Tokens.Dispose();
    }
}
