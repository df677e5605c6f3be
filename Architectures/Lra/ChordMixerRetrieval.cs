using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// ChordMixer on Retrieval, a row of Table 1, in the configuration of the official repository: 12 blocks, as many as the
/// doublings of the greatest length, over 13 tracks of 20; layer normalisation before the mixing and batch normalisation after
/// the skip connection; mean over the true length.
/// </summary>
/// <remarks>
/// Khalitov et al. (arXiv 2206.05852). Every sequence is rotated within its own length and goes through all blocks; the official
/// code for these tasks pads all sequences to one length, and rotates and averages the padding, too. The vocabulary is the
/// task's, without a row for padding. Dropout comes after the second linear layer only (official: after the first, too). The
/// official schedule falls with the square of the remaining steps.
/// </remarks>
[PairClassifier(vocabulary: 98, classes: 2, maxLength: 4000, HiddenFeatures = 0)]
[Backbone(
    TrackSize = 20, Norm = Norm.Layer, NormPlacement = NormPlacement.Before, SkipNorm = Norm.Batch, FinalNorm = false,
    Dropout = 0.1)]
[ChordBranch(HiddenFeatures = 128)]
[Recipe(
    typeof(Retrieval), Epochs = 200, BatchSize = 64, LearningRate = 4e-3, WeightDecay = 0.001, Schedule = Schedule.Cosine,
    WarmupSteps = 50_000)]
[Citation(
    "Khalitov, Yu, Cheng, Yang: ChordMixer: A Scalable Neural Attention Model for Sequences with Different Lengths. ICLR 2023",
    Url = "https://arxiv.org/abs/2206.05852")]
public sealed partial class ChordMixerRetrieval;
