using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="S4Text"/> in the protocol <c>small</c>: narrower and shallower, on the first 511 characters of every
/// review.
/// </summary>
[VariantOf(typeof(S4Text), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 512)]
[Backbone(Features = 72, Depth = 4)]
[S4Branch(StateSize = 8)]
[Recipe(typeof(ShortText), Epochs = 3, BatchSize = 32, LearningRate = 4e-3, WarmupSteps = 100)]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4TextQuick;
