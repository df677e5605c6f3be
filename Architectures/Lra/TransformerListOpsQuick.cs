using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="TransformerListOps"/> in the protocol <c>small</c>: narrower and shallower, on short ListOps
/// expressions.
/// </summary>
[VariantOf(typeof(TransformerListOps), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 64, HiddenFeatures = 40)]
[Backbone(Features = 40, Depth = 4, Dropout = 0, FeedForward = 80, FeedForwardDropout = 0)]
[AttentionBranch(Heads = 4, Bias = false)]
[Recipe(typeof(ShortListOps), Epochs = 4, BatchSize = 64, LearningRate = 2e-3, WarmupSteps = 200)]
[Citation(
    "Tay et al.: Long Range Arena: A Benchmark for Efficient Transformers. ICLR 2021",
    Url = "https://arxiv.org/abs/2011.04006")]
public sealed partial class TransformerListOpsQuick;
