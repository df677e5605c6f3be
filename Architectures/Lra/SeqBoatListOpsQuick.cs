using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="SeqBoatListOps"/> in the protocol <c>small</c>: narrower and shallower, on short ListOps
/// expressions.
/// </summary>
[VariantOf(typeof(SeqBoatListOps), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 64, HiddenFeatures = 36)]
[Backbone(Features = 36, Depth = 4)]
[SeqBoatBranch(QueryFeatures = 16, ValueFeatures = 72, Window = 16)]
[Recipe(typeof(ShortListOps), Epochs = 4, BatchSize = 64, LearningRate = 4e-3, WarmupSteps = 200)]
[Citation(
    "Ren, Liu, Wang, Xu, Zhu, Zhai: Sparse Modular Activation for Efficient Sequence Modeling. NeurIPS 2023",
    Url = "https://arxiv.org/abs/2306.11197")]
public sealed partial class SeqBoatListOpsQuick;
