using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="LiquidS4ListOps"/> in the protocol <c>small</c>: narrower and shallower, on short ListOps expressions.
/// </summary>
[VariantOf(typeof(LiquidS4ListOps), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 64)]
[Backbone(Features = 76, Depth = 4, Dropout = 0)]
[OfficialLiquidS4Branch(StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2)]
[Recipe(typeof(ShortListOps), Epochs = 4, BatchSize = 64, LearningRate = 4e-3, WarmupSteps = 200)]
[Citation(
    "Hasani, Lechner, Wang, Chahine, Amini, Rus: Liquid Structural State-Space Models. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.12951")]
public sealed partial class LiquidS4ListOpsQuick;
