using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// S4 on ListOps, the baseline of Table 1, in the configuration of the official repository's current Long Range Arena
/// experiments: six post-norm blocks of width 256, each a bidirectional S4 with a state of 4 that all features share, GELU,
/// and a gated linear unit; batch normalisation; mean over the true length.
/// </summary>
/// <remarks>
/// Gu, Goel, Ré: <i>Efficiently Modeling Long Sequences with Structured State Spaces</i> (arXiv 2111.00396).
/// The vocabulary has the task's 18 symbols; the official embedding table has the same size.
/// </remarks>
[SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 2048)]
[Backbone(features: 256, depth: 6, Norm = Norm.Batch, Mixer = Mixer.Glu, FinalNorm = false)]
[S4Branch(StateSize = 4)]
[Recipe(typeof(ListOps), Epochs = 40, BatchSize = 32, LearningRate = 0.01, WeightDecay = 0.05,
        Schedule = Schedule.Cosine, WarmupSteps = 12_000, Quick = typeof(S4ListOpsQuick))]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022.",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4ListOps;
