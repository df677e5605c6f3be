using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="S5Text"/> in the protocol <c>small</c>: narrower and shallower, on the first 511 characters of every
/// review.
/// </summary>
[VariantOf(typeof(S5Text), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 512)]
[Backbone(Features = 76, Depth = 4, Dropout = 0)]
[S5Branch(StateSize = 16, BlockSize = 2, OutputInitialisation = S5OutputInitialisation.LecunNormal, Activation = S5Activation.HalfGlu2)]
[Recipe(typeof(ShortText), Epochs = 3, BatchSize = 32, LearningRate = 4e-3, WarmupSteps = 100)]
[Citation(
    "Smith, Warrington, Linderman: Simplified State Space Layers for Sequence Modeling. ICLR 2023",
    Url = "https://arxiv.org/abs/2208.04933")]
public sealed partial class S5TextQuick;
