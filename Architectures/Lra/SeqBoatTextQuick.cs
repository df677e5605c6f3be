using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="SeqBoatText"/> in the protocol <c>small</c>: narrower and shallower, on the first 511 characters
/// of every review.
/// </summary>
[VariantOf(typeof(SeqBoatText), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 512, HiddenFeatures = 48)]
[Backbone(Features = 48, Depth = 2)]
[SeqBoatBranch(QueryFeatures = 32, ValueFeatures = 96, Window = 64, LocalPositions = true)]
[Recipe(typeof(ShortText), Epochs = 3, BatchSize = 32, LearningRate = 4e-3, WarmupSteps = 100)]
[Citation(
    "Ren, Liu, Wang, Xu, Zhu, Zhai: Sparse Modular Activation for Efficient Sequence Modeling. NeurIPS 2023",
    Url = "https://arxiv.org/abs/2306.11197")]
public sealed partial class SeqBoatTextQuick;
