namespace SerpentDsl.Experiments.PaperTables;

/// <summary>An accuracy that the paper prints.</summary>
/// <param name="Percent">The accuracy in percent.</param>
internal sealed record PaperAccuracy(double Percent) : PaperFigures;
