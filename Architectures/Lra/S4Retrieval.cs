using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// S4 on Retrieval, a baseline of Table 1, in the configuration of the official repository's current Long Range Arena experiments: the
/// blocks of <see cref="S4Text"/> read both documents, and a classifier compares the documents' mean features.
/// </summary>
/// <remarks>Gu, Goel, Ré: <i>Efficiently Modeling Long Sequences with Structured State Spaces</i> (arXiv 2111.00396).</remarks>
[PairClassifier(vocabulary: 98, classes: 2, maxLength: 4000)]
[Backbone(features: 256, depth: 6, Norm = Norm.Batch, NormPlacement = NormPlacement.Before, Mixer = Mixer.Glu)]
[S4Branch(StateSize = 4)]
[Recipe(
    typeof(Retrieval), Epochs = 20, BatchSize = 64, LearningRate = 0.01, WeightDecay = 0.05, Schedule = Schedule.Cosine,
    WarmupSteps = 5_000)]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4Retrieval;
