using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="TransformerRetrieval"/> in the protocol <c>small</c>: narrower and shallower, on the words of the
/// documents.
/// </summary>
[VariantOf(typeof(TransformerRetrieval), ReplaceBranches = true)]
[PairClassifier(Vocabulary = 4000, MaxLength = 512, HiddenFeatures = 96)]
[Backbone(Features = 96, Depth = 1, Dropout = 0.3, FeedForward = 192, FeedForwardDropout = 0)]
[AttentionBranch(Heads = 4, Bias = false)]
[Recipe(typeof(WordRetrieval), Epochs = 5, BatchSize = 8, LearningRate = 2e-3, WarmupSteps = 50)]
[Citation(
    "Tay et al.: Long Range Arena: A Benchmark for Efficient Transformers. ICLR 2021",
    Url = "https://arxiv.org/abs/2011.04006")]
public sealed partial class TransformerRetrievalQuick;
