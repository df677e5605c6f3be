namespace SerpentDsl.Experiments.PaperTables;

/// <summary>The figures of a language model.</summary>
/// <param name="MillionParameters">Its size.</param>
/// <param name="TopOne">Share of tokens that are the likeliest, in percent.</param>
/// <param name="TopFive">Share of tokens among the five likeliest, in percent.</param>
/// <param name="Loss">Mean cross-entropy in nats.</param>
/// <param name="Perplexity">As printed.</param>
internal sealed record PaperLanguageFigures(
    double MillionParameters, double TopOne, double TopFive, double Loss, double Perplexity) : PaperFigures;
