using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// Mega on ListOps, a row of Table 1, in the configuration of the official repository: 6 post-norm blocks of width 80, each a
/// bidirectional damped moving average with gated softmax attention and a feed-forward part; mean over the true length.
/// </summary>
/// <remarks>
/// Ma et al. (arXiv 2209.10655), without chunks. The relative bias has the length of the task, 2048 (official: 2002), and the
/// vocabulary is the task's. Dropout in the feed-forward part comes after its function (official: after its output). Trained with
/// AdamW (the official code adds the decay to the gradient) and a cosine schedule (there: a linear one).
/// </remarks>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 2048, HiddenFeatures = 160, HiddenActivation = PointwiseFunction.Gelu)]
[Backbone(
    features: 80, depth: 6, Norm = Norm.Layer, FinalNorm = false, FeedForward = 160,
    FeedForwardActivation = PointwiseFunction.Silu, FeedForwardDropout = 0.1)]
[MegaBranch(QueryFeatures = 64, ValueFeatures = 160, StateSize = 16, Dropout = 0.1)]
[Recipe(
    typeof(ListOps), Epochs = 60, BatchSize = 64, LearningRate = 1e-3, WeightDecay = 0.01, Schedule = Schedule.Cosine,
    WarmupSteps = 3_000, GradientClip = 1, Quick = typeof(MegaListOpsQuick))]
[Citation(
    "Ma, Zhou, Kong, He, Gui, Neubig, May, Zettlemoyer: Mega: Moving Average Equipped Gated Attention. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.10655")]
public sealed partial class MegaListOps;
