using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="SerpentS4ListOps"/> behind <c>train SerpentS4ListOps --quick</c>: the same block, narrower
/// and shallower, on short ListOps expressions, sized to learn the task on two CPU cores within minutes.
/// </summary>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 64)]
[Backbone(features: 64, depth: 4, Norm = Norm.Batch)]
[S4Branch(StateSize = 8)]
[S4Branch(StateSize = 8, CompressionRate = 0.5, WindowSize = 6)]
[Recipe(typeof(ShortListOps), Epochs = 4, BatchSize = 64, LearningRate = 4e-3, WeightDecay = 0.05, Schedule = Schedule.Cosine, WarmupSteps = 200)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. arXiv 2501.11729, 2025.", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS4ListOpsQuick;
