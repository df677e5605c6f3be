using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The Transformer on ListOps, the baseline of Long Range Arena, in the sizes of its repository: 6 pre-norm blocks of width 512
/// with 8 heads and a feed-forward part of 2048; sinusoidal positions; mean over the true length.
/// </summary>
/// <remarks>
/// Tay et al. (arXiv 2011.04006). The repository pools by a vector in front of the sequence, and takes a learning rate that falls
/// with the square root of the steps; here the mean over the true length answers, with a cosine schedule and a rate for it.
/// </remarks>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 2048, HiddenFeatures = 2048, HiddenActivation = PointwiseFunction.Relu)]
[Backbone(
    features: 512, depth: 6, Norm = Norm.Layer, NormPlacement = NormPlacement.Before, NormEpsilon = 1e-6, Dropout = 0.1,
    Positions = Positions.Sinusoidal, FeedForward = 2048, FeedForwardActivation = PointwiseFunction.TanhGelu,
    FeedForwardDropout = 0.1)]
[AttentionBranch(Heads = 8, Bias = false, Dropout = 0.1)]
[Recipe(
    typeof(ListOps), Epochs = 2, BatchSize = 32, LearningRate = 1e-3, WeightDecay = 0.1, Schedule = Schedule.Cosine,
    WarmupSteps = 1_000, Quick = typeof(TransformerListOpsQuick))]
[Citation(
    "Tay et al.: Long Range Arena: A Benchmark for Efficient Transformers. ICLR 2021",
    Url = "https://arxiv.org/abs/2011.04006")]
public sealed partial class TransformerListOps;
