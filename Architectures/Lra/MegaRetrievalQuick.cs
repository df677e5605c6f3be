using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="MegaRetrieval"/> in the protocol <c>small</c>: narrower and shallower, on the words of the
/// documents.
/// </summary>
[VariantOf(typeof(MegaRetrieval), ReplaceBranches = true)]
[PairClassifier(Vocabulary = 4000, MaxLength = 512, HiddenFeatures = 96)]
[Backbone(Features = 96, Depth = 1, Dropout = 0.3, FeedForward = 96, FeedForwardDropout = 0)]
[MegaBranch(QueryFeatures = 32, ValueFeatures = 96, ChunkLength = 128)]
[Recipe(typeof(WordRetrieval), Epochs = 5, BatchSize = 8, LearningRate = 4e-3, WarmupSteps = 50)]
[Citation(
    "Ma, Zhou, Kong, He, Gui, Neubig, May, Zettlemoyer: Mega: Moving Average Equipped Gated Attention. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.10655")]
public sealed partial class MegaRetrievalQuick;
