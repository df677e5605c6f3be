namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The quick form of <see cref="SerpentS4Pathfinder"/>, trained by <c>train SerpentS4Pathfinder --quick</c>: half of the width of
/// <see cref="S4PathfinderQuick"/> works on a resampled sequence.
/// </summary>
[VariantOf(typeof(S4PathfinderQuick))]
[S4Branch(StateSize = 16, CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2)]
[Citation(
    "SeRpEnt: Selective Resampling for Expressive State Space Models. arXiv 2501.11729, 2025.",
    Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS4PathfinderQuick;
