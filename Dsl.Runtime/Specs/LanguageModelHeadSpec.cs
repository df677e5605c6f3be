namespace SerpentDsl.Specs;

/// <summary>The head of an <see cref="ILanguageModel"/>.</summary>
/// <param name="Vocabulary">Number of tokens: rows of the embedding table, and logits per position.</param>
/// <param name="ContextLength">Longest sequence, in tokens; the <see cref="HeadSpec.MaxLength"/>.</param>
/// <param name="TiedEmbeddings">Whether the embedding table is also the projection to the vocabulary.</param>
public sealed record LanguageModelHeadSpec(int Vocabulary, int ContextLength, bool TiedEmbeddings)
    : HeadSpec("LanguageModel", ContextLength);
