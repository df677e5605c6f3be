namespace SerpentDsl.Tasks;

/// <summary>One split of a language task. The counts turn a loss per token into measures that do not depend on the tokenizer.</summary>
/// <param name="Tokens">The whole text as one stream of ids.</param>
/// <param name="Bytes">Its length in UTF-8 bytes: total loss / ln 2 / bytes is bits per byte.</param>
/// <param name="Words">Its white-space separated words, with one for every line end: exp(total loss / words) is the word-level
/// perplexity.</param>
public sealed record LanguageSplit(TokenStream Tokens, long Bytes, long Words);
