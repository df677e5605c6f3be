using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// S4 on Pathfinder in the configuration of the official repository's current Long Range Arena experiments: six pre-norm blocks of width
/// 256, each a bidirectional S4 with a state of 64 for every feature, GELU, and a gated linear unit; batch normalisation.
/// </summary>
/// <remarks>Gu, Goel, Ré: <i>Efficiently Modeling Long Sequences with Structured State Spaces</i> (arXiv 2111.00396).</remarks>
[SequenceRegressor(inputs: 1, outputs: 2, maxLength: 1024)]
[Backbone(features: 256, depth: 6, Norm = Norm.Batch, NormPlacement = NormPlacement.Before, Mixer = Mixer.Glu)]
[S4Branch(StateSize = 64, Copies = 256)]
[Recipe(
    typeof(Pathfinder), Epochs = 200, BatchSize = 64, LearningRate = 0.004, WeightDecay = 0.05, Schedule = Schedule.Cosine,
    WarmupSteps = 50_000, Quick = typeof(S4PathfinderQuick))]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022.",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4Pathfinder;
