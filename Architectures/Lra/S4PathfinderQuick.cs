using SerpentDsl.Tasks;

namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The quick form of <see cref="S4Pathfinder"/>, trained by <c>train S4Pathfinder --quick</c>: the same block, narrower and shallower, with
/// a state of 16 that all features share, on drawn images of 16 × 16 pixels. It needs no files.
/// </summary>
[VariantOf(typeof(S4Pathfinder), ReplaceBranches = true)]
[SequenceRegressor(MaxLength = 256)]
[Backbone(Features = 64, Depth = 4)]
[S4Branch(StateSize = 16)]
[Recipe(typeof(ShortPathfinder), Epochs = 10, BatchSize = 64, WarmupSteps = 200)]
[Citation(
    "Gu, Goel, Ré: Efficiently Modeling Long Sequences with Structured State Spaces. ICLR 2022.",
    Url = "https://arxiv.org/abs/2111.00396")]
public sealed partial class S4PathfinderQuick;
