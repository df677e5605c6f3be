using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The quick form of <see cref="S4ListOps"/>, trained by <c>train S4ListOps --quick</c>: the same block, narrower and shallower, with a
/// state of 8, on short ListOps expressions.
/// </summary>
[VariantOf(typeof(S4ListOps), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 64)]
[Backbone(Features = 84, Depth = 4)]
[S4Branch(StateSize = 8)]
[Recipe(typeof(ShortListOps), Epochs = 4, BatchSize = 64, LearningRate = 4e-3, WarmupSteps = 200)]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022.",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4ListOpsQuick;
