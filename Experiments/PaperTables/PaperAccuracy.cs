namespace SerpentDsl.Experiments.PaperTables;

/// <summary>An accuracy.</summary>
/// <param name="Percent">The accuracy in percent.</param>
internal sealed record PaperAccuracy(double Percent) : PaperFigures;
