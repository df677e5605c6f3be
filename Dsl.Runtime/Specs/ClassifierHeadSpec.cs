namespace SerpentDsl.Specs;

/// <summary>The head of an <see cref="ISequenceClassifier"/>.</summary>
/// <param name="Vocabulary">Rows of the embedding table.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="MaxLength">Longest sequence, in tokens.</param>
/// <param name="Pooling">How a sequence is reduced to one vector.</param>
public sealed record ClassifierHeadSpec(int Vocabulary, int Classes, int MaxLength, Pooling Pooling = Pooling.Mean)
    : HeadSpec("SequenceClassifier", MaxLength);
