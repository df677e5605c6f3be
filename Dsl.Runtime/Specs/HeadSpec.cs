namespace SerpentDsl.Specs;

/// <summary>What a model reads and answers.</summary>
/// <param name="Kind">Name of the head, such as <c>SequenceClassifier</c>.</param>
/// <param name="Vocabulary">Rows of the embedding table.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="MaxLength">Longest sequence, in tokens.</param>
public sealed record HeadSpec(string Kind, int Vocabulary, int Classes, int MaxLength);
