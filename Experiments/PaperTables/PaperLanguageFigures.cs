namespace SerpentDsl.Experiments.PaperTables;

/// <summary>The figures that the paper prints for a language model.</summary>
/// <param name="MillionParameters">Number of parameters in millions.</param>
/// <param name="TopOne">Share of tokens that are the most likely one, in percent.</param>
/// <param name="TopFive">Share of tokens that are among the five most likely ones, in percent.</param>
/// <param name="Loss">Mean cross-entropy, in nats.</param>
/// <param name="Perplexity">The printed perplexity.</param>
internal sealed record PaperLanguageFigures(
    double MillionParameters, double TopOne, double TopFive, double Loss, double Perplexity) : PaperFigures;
