using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="S5Retrieval"/> in the protocol <c>small</c>: narrower and shallower, on the words of the documents.
/// </summary>
[VariantOf(typeof(S5Retrieval), ReplaceBranches = true)]
[PairClassifier(Vocabulary = 4000, MaxLength = 512)]
[Backbone(Features = 96, Depth = 1, Dropout = 0.3)]
[S5Branch(StateSize = 16, BlockSize = 2, OutputInitialisation = S5OutputInitialisation.LecunNormal, Activation = S5Activation.HalfGlu2)]
[Recipe(typeof(WordRetrieval), Epochs = 5, BatchSize = 8, LearningRate = 0.01, WarmupSteps = 50)]
[Citation(
    "Smith, Warrington, Linderman: Simplified State Space Layers for Sequence Modeling. ICLR 2023",
    Url = "https://arxiv.org/abs/2208.04933")]
public sealed partial class S5RetrievalQuick;
