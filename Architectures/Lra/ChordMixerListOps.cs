using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// ChordMixer on ListOps, a row of Table 1, in the configuration of the official repository: 11 blocks, as many as the doublings
/// of the greatest length, over 12 tracks of 8; layer normalisation before the mixing and batch normalisation after the skip
/// connection; mean over the true length.
/// </summary>
/// <remarks>
/// Khalitov et al. (arXiv 2206.05852). Every sequence is rotated within its own length and goes through all blocks; the official
/// code for these tasks pads all sequences to one length, and rotates and averages the padding, too. The vocabulary is the
/// task's, without a row for padding. Dropout comes after the second linear layer only (official: after the first, too).
/// </remarks>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 2048)]
[Backbone(
    TrackSize = 8, Norm = Norm.Layer, NormPlacement = NormPlacement.Before, SkipNorm = Norm.Batch, FinalNorm = false,
    Dropout = 0.1)]
[ChordBranch(HiddenFeatures = 88)]
[Recipe(
    typeof(ListOps), Epochs = 200, BatchSize = 150, LearningRate = 0.01, WeightDecay = 0.02, Schedule = Schedule.Cosine,
    WarmupSteps = 50_000, Quick = typeof(ChordMixerListOpsQuick))]
[Citation(
    "Khalitov, Yu, Cheng, Yang: ChordMixer: A Scalable Neural Attention Model for Sequences with Different Lengths. ICLR 2023",
    Url = "https://arxiv.org/abs/2206.05852")]
public sealed partial class ChordMixerListOps;
