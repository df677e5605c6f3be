using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="MegaText"/> in the protocol <c>small</c>: narrower and shallower, on the first 511 characters of
/// every review.
/// </summary>
[VariantOf(typeof(MegaText), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 512, HiddenFeatures = 40)]
[Backbone(Features = 40, Depth = 2, FeedForward = 80, FeedForwardDropout = 0)]
[MegaBranch(QueryFeatures = 32, ValueFeatures = 80, ChunkLength = 128)]
[Recipe(typeof(ShortText), Epochs = 3, BatchSize = 32, LearningRate = 4e-3, WarmupSteps = 100)]
[Citation(
    "Ma, Zhou, Kong, He, Gui, Neubig, May, Zettlemoyer: Mega: Moving Average Equipped Gated Attention. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.10655")]
public sealed partial class MegaTextQuick;
