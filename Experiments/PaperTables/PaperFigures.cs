using System.Text.Json.Serialization;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>The figures that the paper prints for a model and a column.</summary>
[JsonDerivedType(typeof(PaperAccuracy))]
[JsonDerivedType(typeof(PaperLanguageFigures))]
internal abstract record PaperFigures;
