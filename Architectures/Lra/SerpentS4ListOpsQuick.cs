using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The quick form of <see cref="SerpentS4ListOps"/>, trained by <c>train SerpentS4ListOps --quick</c>: the same block, narrower and
/// shallower, on short ListOps expressions. It learns the task on two CPU cores within minutes.
/// </summary>
[VariantOf(typeof(SerpentS4ListOps))]
[SequenceClassifier(Vocabulary = 18, MaxLength = 64)]
[Backbone(Features = 64, Depth = 4)]
[Recipe(typeof(ShortListOps), Epochs = 4, BatchSize = 64, LearningRate = 4e-3, WarmupSteps = 200, Patience = 0)]
[Citation(
    "SeRpEnt: Selective Resampling for Expressive State Space Models. arXiv 2501.11729, 2025.",
    Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS4ListOpsQuick;
