namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeRpEnt+S5 on Retrieval (Table 1): <see cref="S5Retrieval"/> with half of every block's width given to a branch that works on a sequence
/// resampled by learned intervals.
/// </summary>
/// <remarks>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729) gives hyper-parameters for SeRpEnt+S4 only.
/// Taken from SeRpEnt+S4: two branches, window 7, time basis 2, and the compression rate chosen for <see cref="SerpentS4Retrieval"/>.
/// Block, system and training are those of the S5 baseline.
/// </remarks>
[VariantOf(typeof(S5Retrieval))]
[S5Branch(
    StateSize = 256, BlockSize = 16, Activation = S5Activation.HalfGlu1, GlobalDelta = true, CompressionRate = 0.5,
    WindowSize = 7, TimeBasis = 2)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS5Retrieval;
