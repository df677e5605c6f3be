using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeqBoat on Retrieval, a row of Table 1, in the configuration of the official repository: 6 post-norm blocks of width 128, each
/// a moving average whose router activates some of the positions, which read each other within a window of 128; mean over the
/// true length.
/// </summary>
/// <remarks>
/// Ren et al. (arXiv 2306.11197). The relative bias has the length of the task, and the vocabulary is the task's. Trained with
/// AdamW (the official code adds the decay to the gradient) and a cosine schedule (there: a linear one).
/// </remarks>
[PairClassifier(vocabulary: 98, classes: 2, maxLength: 4000, HiddenFeatures = 256)]
[Backbone(
    features: 128, depth: 6, Norm = Norm.Scale, FinalNorm = false, SkipActivation = PointwiseFunction.Silu)]
[SeqBoatBranch(QueryFeatures = 64, ValueFeatures = 256, StateSize = 16, Window = 128, Dropout = 0.1)]
[Recipe(
    typeof(Retrieval), Epochs = 40, BatchSize = 64, LearningRate = 3e-3, WeightDecay = 0.04, Schedule = Schedule.Cosine,
    WarmupSteps = 10_000, GradientClip = 1)]
[Citation(
    "Ren, Liu, Wang, Xu, Zhu, Zhai: Sparse Modular Activation for Efficient Sequence Modeling. NeurIPS 2023",
    Url = "https://arxiv.org/abs/2306.11197")]
public sealed partial class SeqBoatRetrieval;
