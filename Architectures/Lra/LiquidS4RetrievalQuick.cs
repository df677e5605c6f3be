using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="LiquidS4Retrieval"/> in the protocol <c>small</c>: narrower and shallower, on the words of the documents.
/// </summary>
[VariantOf(typeof(LiquidS4Retrieval), ReplaceBranches = true)]
[PairClassifier(Vocabulary = 4000, MaxLength = 512)]
[Backbone(Features = 96, Depth = 1, Dropout = 0.3)]
[OfficialLiquidS4Branch(StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2)]
[Recipe(typeof(WordRetrieval), Epochs = 5, BatchSize = 8, LearningRate = 0.01, WarmupSteps = 50)]
[Citation(
    "Hasani, Lechner, Wang, Chahine, Amini, Rus: Liquid Structural State-Space Models. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.12951")]
public sealed partial class LiquidS4RetrievalQuick;
