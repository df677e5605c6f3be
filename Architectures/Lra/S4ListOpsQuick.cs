using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="S4ListOps"/> behind <c>train S4ListOps --quick</c>: the same block, narrower and
/// shallower, on short ListOps expressions.
/// </summary>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 64)]
[Backbone(features: 64, depth: 4, Norm = Norm.Batch, Mixer = Mixer.Glu, FinalNorm = false)]
[S4Branch(StateSize = 8)]
[Recipe(typeof(ShortListOps), Epochs = 4, BatchSize = 64, LearningRate = 4e-3, WeightDecay = 0.05, Schedule = Schedule.Cosine, WarmupSteps = 200)]
[Citation("Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022.", Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4ListOpsQuick;
