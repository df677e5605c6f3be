using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="MegaListOps"/> in the protocol <c>small</c>: narrower and shallower, on short ListOps
/// expressions.
/// </summary>
[VariantOf(typeof(MegaListOps), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 64, HiddenFeatures = 32)]
[Backbone(Features = 32, Depth = 4, FeedForward = 64, FeedForwardDropout = 0)]
[MegaBranch(QueryFeatures = 16, ValueFeatures = 64)]
[Recipe(typeof(ShortListOps), Epochs = 4, BatchSize = 64, LearningRate = 4e-3, WarmupSteps = 200)]
[Citation(
    "Ma, Zhou, Kong, He, Gui, Neubig, May, Zettlemoyer: Mega: Moving Average Equipped Gated Attention. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.10655")]
public sealed partial class MegaListOpsQuick;
