using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// Liquid-S4 on Retrieval, a baseline of Table 1, in the configuration of the official repository: six pre-norm blocks of width 256, which
/// read both documents. Each block has an S4 with a state of 64 for every feature and the liquid term PB of order 2, GELU, and a gated
/// linear unit; batch normalisation.
/// </summary>
/// <remarks>
/// Hasani, Lechner, Wang, Chahine, Amini, Rus: <i>Liquid Structural State-Space Models</i> (arXiv 2209.12951). Differs from the official
/// model in the same points as <see cref="LiquidS4ListOps"/>.
/// </remarks>
[PairClassifier(vocabulary: 98, classes: 2, maxLength: 4000)]
[Backbone(features: 256, depth: 6, Norm = Norm.Batch, NormPlacement = NormPlacement.Before, Mixer = Mixer.Glu, Dropout = 0.2)]
[OfficialLiquidS4Branch(StateSize = 64, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false)]
[Recipe(
    typeof(Retrieval), Epochs = 20, BatchSize = 16, LearningRate = 5e-3, WeightDecay = 0.05, Schedule = Schedule.Cosine,
    WarmupSteps = 2_500)]
[Citation(
    "Hasani, Lechner, Wang, Chahine, Amini, Rus: Liquid Structural State-Space Models. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.12951")]
public sealed partial class LiquidS4Retrieval;
