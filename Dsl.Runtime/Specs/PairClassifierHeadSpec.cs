namespace SerpentDsl.Specs;

/// <summary>The head of an <see cref="IPairClassifier"/>.</summary>
/// <param name="Vocabulary">Rows of the embedding table.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="MaxLength">Longest of the two sequences, in tokens.</param>
/// <param name="Pooling">How a sequence is reduced to one vector.</param>
public sealed record PairClassifierHeadSpec(int Vocabulary, int Classes, int MaxLength, Pooling Pooling = Pooling.Mean)
    : HeadSpec("PairClassifier", MaxLength);
