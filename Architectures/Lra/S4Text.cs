using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// S4 on Text, a baseline of Table 1, in the configuration of the official repository's current Long Range Arena experiments: six pre-norm
/// blocks of width 256, each a bidirectional S4 with a state of 4 that all features share, GELU, and a gated linear unit; batch
/// normalisation.
/// </summary>
/// <remarks>Gu, Goel, Ré: <i>Efficiently Modeling Long Sequences with Structured State Spaces</i> (arXiv 2111.00396).</remarks>
[SequenceClassifier(vocabulary: 135, classes: 2, maxLength: 4096)]
[Backbone(features: 256, depth: 6, Norm = Norm.Batch, NormPlacement = NormPlacement.Before, Mixer = Mixer.Glu)]
[S4Branch(StateSize = 4)]
[Recipe(
    typeof(Text), Epochs = 32, BatchSize = 16, LearningRate = 0.01, WeightDecay = 0.05, Schedule = Schedule.Cosine,
    WarmupSteps = 5_000)]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4Text;
