using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// S4 on Path-X in the configuration of the official repository's current Long Range Arena experiments: the blocks of
/// <see cref="S4Pathfinder"/>, steps Δ down to 1e-4 for sequences of 16,384 pixels, and smaller batches.
/// </summary>
/// <remarks>Gu, Goel, Ré: <i>Efficiently Modeling Long Sequences with Structured State Spaces</i> (arXiv 2111.00396).</remarks>
[VariantOf(typeof(S4Pathfinder), ReplaceBranches = true)]
[SequenceRegressor(MaxLength = 16_384)]
[S4Branch(StateSize = 64, Copies = 256, MinDelta = 1e-4)]
[Recipe(
    typeof(PathX), Epochs = 50, BatchSize = 16, LearningRate = 0.001, WeightDecay = 0.05, Schedule = Schedule.Cosine,
    WarmupSteps = 50_000)]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022.",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4PathX;
