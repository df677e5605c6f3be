using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// S5 on Text, a baseline of Table 1, in the configuration of the official repository: six pre-norm blocks of width 256, each a
/// bidirectional S5 with 192 states in 12 blocks, whose only GELU is before the gate; batch normalisation; mean over the true length.
/// </summary>
/// <remarks>
/// Smith, Warrington, Linderman: <i>Simplified State Space Layers for Sequence Modeling</i> (arXiv 2208.04933). Differs from the official
/// model in the same points as <see cref="S5ListOps"/>.
/// </remarks>
[SequenceClassifier(vocabulary: 135, classes: 2, maxLength: 4096)]
[Backbone(features: 256, depth: 6, Norm = Norm.Batch, NormPlacement = NormPlacement.Before, FinalNorm = false, Dropout = 0.1)]
[S5Branch(
    StateSize = 192, BlockSize = 16, OutputInitialisation = S5OutputInitialisation.LecunNormal,
    Activation = S5Activation.HalfGlu2, GlobalDelta = true)]
[Recipe(typeof(Text), Epochs = 35, BatchSize = 50, LearningRate = 4e-3, WeightDecay = 0.07, Schedule = Schedule.Cosine)]
[Citation(
    "Smith, Warrington, Linderman: Simplified State Space Layers for Sequence Modeling. ICLR 2023",
    Url = "https://arxiv.org/abs/2208.04933")]
public sealed partial class S5Text;
