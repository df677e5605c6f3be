using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="ChordMixerRetrieval"/> in the protocol <c>small</c>: narrower and shallower, on the words of the
/// documents.
/// </summary>
[VariantOf(typeof(ChordMixerRetrieval), ReplaceBranches = true)]
[PairClassifier(Vocabulary = 4000, MaxLength = 512)]
[Backbone(TrackSize = 9, Dropout = 0.3)]
[ChordBranch(HiddenFeatures = 40)]
[Recipe(typeof(WordRetrieval), Epochs = 5, BatchSize = 8, LearningRate = 4e-3, WarmupSteps = 50)]
[Citation(
    "Khalitov, Yu, Cheng, Yang: ChordMixer: A Scalable Neural Attention Model for Sequences with Different Lengths. ICLR 2023",
    Url = "https://arxiv.org/abs/2206.05852")]
public sealed partial class ChordMixerRetrievalQuick;
