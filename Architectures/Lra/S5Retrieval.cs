using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// S5 on Retrieval, a baseline of Table 1, in the configuration of the official repository: six pre-norm blocks of width 128, which read
/// both documents. Each block has a bidirectional S5 with 256 states in 16 blocks and a gate; batch normalisation.
/// </summary>
/// <remarks>
/// Smith, Warrington, Linderman: <i>Simplified State Space Layers for Sequence Modeling</i> (arXiv 2208.04933). The warm-up is one epoch of
/// the 147,086 pairs of the original data. Differs from the official model in the same points as <see cref="S5ListOps"/>.
/// </remarks>
[PairClassifier(vocabulary: 98, classes: 2, maxLength: 4000)]
[Backbone(features: 128, depth: 6, Norm = Norm.Batch, NormPlacement = NormPlacement.Before, FinalNorm = false)]
[S5Branch(StateSize = 256, BlockSize = 16, Activation = S5Activation.HalfGlu1, GlobalDelta = true)]
[Recipe(
    typeof(Retrieval), Epochs = 20, BatchSize = 32, LearningRate = 2e-3, WeightDecay = 0.05, Schedule = Schedule.Cosine,
    WarmupSteps = 4_596)]
[Citation(
    "Smith, Warrington, Linderman: Simplified State Space Layers for Sequence Modeling. ICLR 2023",
    Url = "https://arxiv.org/abs/2208.04933")]
public sealed partial class S5Retrieval;
