namespace SerpentDsl.Tasks;

/// <summary>The encoded rows of the splits.</summary>
/// <param name="Splits">The rows of training, validation and test split.</param>
/// <param name="Encoder">What they were encoded with.</param>
/// <param name="Labels">Names of the classes.</param>
/// <param name="Cut">How many rows were cut.</param>
internal sealed record EncodedTexts(EncodedText[][] Splits, ISequenceEncoder Encoder, IReadOnlyList<string> Labels, CutRows Cut);
