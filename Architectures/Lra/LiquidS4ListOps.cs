using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// Liquid-S4 on ListOps, a baseline of Table 1, in the configuration of the official repository: nine pre-norm blocks of width 128, each an
/// S4 with a state of 7 for every feature and the liquid term PB of order 2, GELU, and a gated linear unit; batch normalisation; mean over
/// the true length.
/// </summary>
/// <remarks>
/// <para>
/// Hasani, Lechner, Wang, Chahine, Amini, Rus: <i>Liquid Structural State-Space Models</i> (arXiv 2209.12951). A state of 7 is stored as 3
/// conjugate pairs. Kernel and order are those of the ListOps command in the repository's README; the configuration file without that
/// command's options trains plain S4.
/// </para>
/// <para>
/// The layer is that of the official code, which is not causal and depends on the padding (docs/models/liquid-s4.md). With
/// <c>LiquidS4Branch</c> instead, this would be the model of the paper's equations. The cosine schedule here ends with the last epoch, the
/// official one after 80,000 steps; dropout is after the mixer only.
/// </para>
/// </remarks>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 2048)]
[Backbone(features: 128, depth: 9, Norm = Norm.Batch, NormPlacement = NormPlacement.Before, Mixer = Mixer.Glu, Dropout = 0.01)]
[OfficialLiquidS4Branch(
    StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2,
    SsmLearningRate = 9e-4)]
[Recipe(
    typeof(ListOps), Epochs = 40, BatchSize = 12, LearningRate = 2e-3, WeightDecay = 0.03, Schedule = Schedule.Cosine,
    WarmupSteps = 1_000)]
[Citation(
    "Hasani, Lechner, Wang, Chahine, Amini, Rus: Liquid Structural State-Space Models. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.12951")]
public sealed partial class LiquidS4ListOps;
