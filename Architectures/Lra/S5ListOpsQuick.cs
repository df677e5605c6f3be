using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="S5ListOps"/> in the protocol <c>small</c>: narrower and shallower, on short ListOps expressions.
/// </summary>
[VariantOf(typeof(S5ListOps), ReplaceBranches = true)]
[SequenceClassifier(MaxLength = 64)]
[Backbone(Features = 86, Depth = 4)]
[S5Branch(StateSize = 16, BlockSize = 2, OutputInitialisation = S5OutputInitialisation.LecunNormal, Activation = S5Activation.HalfGlu2)]
[Recipe(typeof(ShortListOps), Epochs = 4, BatchSize = 64, LearningRate = 4e-3, WarmupSteps = 200)]
[Citation(
    "Smith, Warrington, Linderman: Simplified State Space Layers for Sequence Modeling. ICLR 2023",
    Url = "https://arxiv.org/abs/2208.04933")]
public sealed partial class S5ListOpsQuick;
