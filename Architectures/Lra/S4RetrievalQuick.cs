using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="S4Retrieval"/> in the protocol <c>small</c>: narrower and shallower, on the words of the documents.
/// </summary>
[VariantOf(typeof(S4Retrieval), ReplaceBranches = true)]
[PairClassifier(Vocabulary = 4000, MaxLength = 512)]
[Backbone(Features = 96, Depth = 1, Dropout = 0.3)]
[S4Branch(StateSize = 8)]
[Recipe(typeof(WordRetrieval), Epochs = 5, BatchSize = 8, LearningRate = 0.01, WarmupSteps = 50)]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4RetrievalQuick;
