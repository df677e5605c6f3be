namespace SerpentDsl.Experiments.Results;

/// <summary>An accuracy.</summary>
/// <param name="Percent">In percent.</param>
internal sealed record PaperAccuracy(double Percent) : PaperFigures;
