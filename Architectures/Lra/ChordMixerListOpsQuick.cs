using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="ChordMixerListOps"/> in the protocol <c>small</c>: narrower and shallower, on short ListOps
/// expressions.
/// </summary>
[VariantOf(typeof(ChordMixerListOps), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 64)]
[Backbone(TrackSize = 12, Dropout = 0)]
[ChordBranch(HiddenFeatures = 48)]
[Recipe(typeof(ShortListOps), Epochs = 4, BatchSize = 64, LearningRate = 4e-3, WarmupSteps = 200)]
[Citation(
    "Khalitov, Yu, Cheng, Yang: ChordMixer: A Scalable Neural Attention Model for Sequences with Different Lengths. ICLR 2023",
    Url = "https://arxiv.org/abs/2206.05852")]
public sealed partial class ChordMixerListOpsQuick;
