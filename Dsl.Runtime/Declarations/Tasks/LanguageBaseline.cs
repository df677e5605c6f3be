namespace SerpentDsl.Tasks;

/// <summary>A trivial language model and what it reaches on the validation split.</summary>
/// <param name="Name">Its name, such as "unigram".</param>
/// <param name="Loss">Mean negative log-likelihood in nats per token; its exponential is the perplexity.</param>
public sealed record LanguageBaseline(string Name, double Loss);
