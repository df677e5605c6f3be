using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="LiquidS4Text"/> in the protocol <c>small</c>: narrower and shallower, on the first 511 characters of every
/// review.
/// </summary>
[VariantOf(typeof(LiquidS4Text), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 512)]
[Backbone(Features = 72, Depth = 4, Dropout = 0)]
[OfficialLiquidS4Branch(StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2)]
[Recipe(typeof(ShortText), Epochs = 3, BatchSize = 32, LearningRate = 4e-3, WarmupSteps = 100)]
[Citation(
    "Hasani, Lechner, Wang, Chahine, Amini, Rus: Liquid Structural State-Space Models. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.12951")]
public sealed partial class LiquidS4TextQuick;
