using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeqBoat on ListOps, a row of Table 1, in the configuration of the official repository: 6 post-norm blocks of width 80, each a
/// moving average whose router activates some of the positions, which read each other within a window of 128; mean over the true
/// length.
/// </summary>
/// <remarks>
/// Ren et al. (arXiv 2306.11197). The relative bias has the length of the task, and the vocabulary is the task's. Trained with
/// AdamW (the official code adds the decay to the gradient) and a cosine schedule (there: a linear one).
/// </remarks>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 2048, HiddenFeatures = 160, HiddenActivation = PointwiseFunction.Gelu)]
[Backbone(
    features: 80, depth: 6, Norm = Norm.Layer, FinalNorm = false, SkipActivation = PointwiseFunction.Silu)]
[SeqBoatBranch(QueryFeatures = 64, ValueFeatures = 160, StateSize = 16, Window = 128, Dropout = 0.1)]
[Recipe(
    typeof(ListOps), Epochs = 60, BatchSize = 64, LearningRate = 4e-3, WeightDecay = 0.001, Schedule = Schedule.Cosine,
    WarmupSteps = 27_000, GradientClip = 1, Quick = typeof(SeqBoatListOpsQuick))]
[Citation(
    "Ren, Liu, Wang, Xu, Zhu, Zhai: Sparse Modular Activation for Efficient Sequence Modeling. NeurIPS 2023",
    Url = "https://arxiv.org/abs/2306.11197")]
public sealed partial class SeqBoatListOps;
