namespace SerpentDsl.Specs;

/// <summary>The head of an <see cref="ISequenceClassifier"/>.</summary>
/// <param name="Vocabulary">Rows of the embedding table.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="MaxLength">Longest sequence, in tokens.</param>
/// <param name="Pooling">How one vector is made of a sequence.</param>
public sealed record ClassifierHeadSpec(int Vocabulary, int Classes, int MaxLength, Pooling Pooling = Pooling.Mean)
    : HeadSpec("SequenceClassifier", MaxLength);
