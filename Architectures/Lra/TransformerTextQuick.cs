using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="TransformerText"/> in the protocol <c>small</c>: narrower and shallower, on the first 511
/// characters of every review.
/// </summary>
[VariantOf(typeof(TransformerText), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 512, HiddenFeatures = 60)]
[Backbone(Features = 60, Depth = 2, Dropout = 0, FeedForward = 120, FeedForwardDropout = 0)]
[AttentionBranch(Heads = 4, Bias = false)]
[Recipe(typeof(ShortText), Epochs = 3, BatchSize = 32, LearningRate = 2e-3, WarmupSteps = 100)]
[Citation(
    "Tay et al.: Long Range Arena: A Benchmark for Efficient Transformers. ICLR 2021",
    Url = "https://arxiv.org/abs/2011.04006")]
public sealed partial class TransformerTextQuick;
