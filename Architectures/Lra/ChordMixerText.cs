using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// ChordMixer on Text, a row of Table 1, in the configuration of the official repository: 12 blocks, as many as the doublings of
/// the greatest length, over 13 tracks of 16; layer normalisation before the mixing and batch normalisation after the skip
/// connection; mean over the true length.
/// </summary>
/// <remarks>
/// Khalitov et al. (arXiv 2206.05852). Every sequence is rotated within its own length and goes through all blocks; the official
/// code for these tasks pads all sequences to one length, and rotates and averages the padding, too. The vocabulary is the
/// task's, without a row for padding. Dropout comes after the second linear layer only (official: after the first, too).
/// </remarks>
[SequenceClassifier(vocabulary: 135, classes: 2, maxLength: 4096)]
[Backbone(
    TrackSize = 16, Norm = Norm.Layer, NormPlacement = NormPlacement.Before, SkipNorm = Norm.Batch, FinalNorm = false,
    Dropout = 0.1)]
[ChordBranch(HiddenFeatures = 96)]
[Recipe(
    typeof(Text), Epochs = 90, BatchSize = 90, LearningRate = 7e-3, WeightDecay = 0.04, Schedule = Schedule.Cosine,
    WarmupSteps = 15_000)]
[Citation(
    "Khalitov, Yu, Cheng, Yang: ChordMixer: A Scalable Neural Attention Model for Sequences with Different Lengths. ICLR 2023",
    Url = "https://arxiv.org/abs/2206.05852")]
public sealed partial class ChordMixerText;
