using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The Transformer on Retrieval, the baseline of Long Range Arena, in the sizes of its repository: 4 pre-norm blocks of width 128
/// with 4 heads and a feed-forward part of 512; sinusoidal positions; mean over the true length.
/// </summary>
/// <remarks>
/// Tay et al. (arXiv 2011.04006). The repository pools by a vector in front of the sequence, and takes a learning rate that falls
/// with the square root of the steps; here the mean over the true length answers, with a cosine schedule and a rate for it. The
/// repository has one more linear layer before the answer.
/// </remarks>
[PairClassifier(vocabulary: 98, classes: 2, maxLength: 4000, HiddenFeatures = 512, HiddenActivation = PointwiseFunction.Relu)]
[Backbone(
    features: 128, depth: 4, Norm = Norm.Layer, NormPlacement = NormPlacement.Before, NormEpsilon = 1e-6, Dropout = 0.1,
    Positions = Positions.Sinusoidal, FeedForward = 512, FeedForwardActivation = PointwiseFunction.TanhGelu,
    FeedForwardDropout = 0.1)]
[AttentionBranch(Heads = 4, Bias = false, Dropout = 0.1)]
[Recipe(
    typeof(Retrieval), Epochs = 2, BatchSize = 32, LearningRate = 1e-3, WeightDecay = 0.1, Schedule = Schedule.Cosine,
    WarmupSteps = 8_000)]
[Citation(
    "Tay et al.: Long Range Arena: A Benchmark for Efficient Transformers. ICLR 2021",
    Url = "https://arxiv.org/abs/2011.04006")]
public sealed partial class TransformerRetrieval;
