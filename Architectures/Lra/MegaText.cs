using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// Mega on Text, a row of Table 1, in the configuration of the official repository: 4 post-norm blocks of width 128, each a
/// bidirectional damped moving average with gated softmax attention and a feed-forward part; mean over the true length.
/// </summary>
/// <remarks>
/// Ma et al. (arXiv 2209.10655), without chunks. The relative bias has the length of the task, 4096 (official: 4002), and the
/// vocabulary is the task's. Dropout in the feed-forward part comes after its function (official: after its output). Trained with
/// AdamW (the official code adds the decay to the gradient) and a cosine schedule (there: a linear one).
/// </remarks>
[SequenceClassifier(vocabulary: 135, classes: 2, maxLength: 4096, HiddenFeatures = 256, HiddenActivation = PointwiseFunction.Gelu)]
[Backbone(
    features: 128, depth: 4, Norm = Norm.Scale, FinalNorm = false, FeedForward = 256,
    FeedForwardActivation = PointwiseFunction.Silu, FeedForwardDropout = 0.1)]
[MegaBranch(QueryFeatures = 64, ValueFeatures = 256, StateSize = 16, Dropout = 0.1)]
[Recipe(
    typeof(Text), Epochs = 50, BatchSize = 50, LearningRate = 4e-3, WeightDecay = 0.01, Schedule = Schedule.Cosine,
    WarmupSteps = 10_000, GradientClip = 1)]
[Citation(
    "Ma, Zhou, Kong, He, Gui, Neubig, May, Zettlemoyer: Mega: Moving Average Equipped Gated Attention. ICLR 2023",
    Url = "https://arxiv.org/abs/2209.10655")]
public sealed partial class MegaText;
