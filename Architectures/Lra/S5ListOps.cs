using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// S5 on ListOps, a baseline of Table 1, in the configuration of the official repository: eight pre-norm blocks of width 128, each a
/// bidirectional S5 with 16 states in 8 blocks, whose only GELU is before the gate; batch normalisation; mean over the true length.
/// </summary>
/// <remarks>
/// <para>
/// Smith, Warrington, Linderman: <i>Simplified State Space Layers for Sequence Modeling</i> (arXiv 2208.04933). Learning rates: 1e-3 for
/// eigenvalues and Δ, three times as much for all other parameters. B and C have weight decay like the other parameters. One epoch of
/// warm-up; no dropout.
/// </para>
/// <para>
/// Differs from the official model in the embedding, which has no bias here, and in batch normalisation's momentum (0.1 instead of 0.05).
/// </para>
/// </remarks>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 2048)]
[Backbone(features: 128, depth: 8, Norm = Norm.Batch, NormPlacement = NormPlacement.Before, FinalNorm = false)]
[S5Branch(StateSize = 16, BlockSize = 2, OutputInitialisation = S5OutputInitialisation.LecunNormal, Activation = S5Activation.HalfGlu2,
          OptimizerGroups = S5OptimizerGroups.FastInputAndOutput)]
[Recipe(
    typeof(ListOps), Epochs = 40, BatchSize = 50, LearningRate = 3e-3, WeightDecay = 0.04, Schedule = Schedule.Cosine,
    WarmupSteps = 1_920)]
[Citation(
    "Smith, Warrington, Linderman: Simplified State Space Layers for Sequence Modeling. ICLR 2023",
    Url = "https://arxiv.org/abs/2208.04933")]
public sealed partial class S5ListOps;
