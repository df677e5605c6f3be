using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// Liquid-S4 on Text, a baseline of Table 1, in the configuration of the official repository: four pre-norm blocks of width 128, each an S4
/// with a state of 7 for every feature and the liquid term PB of order 2, GELU, and a gated linear unit; batch normalisation.
/// </summary>
/// <remarks>
/// Hasani, Lechner, Wang, Chahine, Amini, Rus: <i>Liquid Structural State-Space Models</i> (arXiv 2209.12951). Differs from the official
/// model in the same points as <see cref="LiquidS4ListOps"/>.
/// </remarks>
[SequenceClassifier(vocabulary: 135, classes: 2, maxLength: 4096)]
[Backbone(features: 128, depth: 4, Norm = Norm.Batch, NormPlacement = NormPlacement.Before, Mixer = Mixer.Glu, Dropout = 0.1)]
[OfficialLiquidS4Branch(
    StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2,
    SsmLearningRate = 9e-4)]
[Recipe(typeof(Text), Epochs = 50, BatchSize = 8, LearningRate = 3e-3, WeightDecay = 0.01, Schedule = Schedule.Cosine, WarmupSteps = 1_000)]
[Citation(
    "Hasani, Lechner, Wang, Chahine, Amini, Rus: Liquid Structural State-Space Models. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.12951")]
public sealed partial class LiquidS4Text;
