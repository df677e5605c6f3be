using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="ChordMixerText"/> in the protocol <c>small</c>: narrower and shallower, on the first 511
/// characters of every review.
/// </summary>
[VariantOf(typeof(ChordMixerText), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 512)]
[Backbone(TrackSize = 6, Dropout = 0)]
[ChordBranch(HiddenFeatures = 40)]
[Recipe(typeof(ShortText), Epochs = 3, BatchSize = 32, LearningRate = 4e-3, WarmupSteps = 100)]
[Citation(
    "Khalitov, Yu, Cheng, Yang: ChordMixer: A Scalable Neural Attention Model for Sequences with Different Lengths. ICLR 2023",
    Url = "https://arxiv.org/abs/2206.05852")]
public sealed partial class ChordMixerTextQuick;
