using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="SeqBoatRetrieval"/> in the protocol <c>small</c>: narrower and shallower, on the words of the
/// documents.
/// </summary>
[VariantOf(typeof(SeqBoatRetrieval), ReplaceBranches = true)]
[PairClassifier(Vocabulary = 4000, MaxLength = 512, HiddenFeatures = 96)]
[Backbone(Features = 96, Depth = 1, Dropout = 0.3)]
[SeqBoatBranch(QueryFeatures = 32, ValueFeatures = 96, Window = 64)]
[Recipe(typeof(WordRetrieval), Epochs = 5, BatchSize = 8, LearningRate = 4e-3, WarmupSteps = 50)]
[Citation(
    "Ren, Liu, Wang, Xu, Zhu, Zhai: Sparse Modular Activation for Efficient Sequence Modeling. NeurIPS 2023",
    Url = "https://arxiv.org/abs/2306.11197")]
public sealed partial class SeqBoatRetrievalQuick;
