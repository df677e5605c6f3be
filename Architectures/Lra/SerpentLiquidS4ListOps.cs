namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeRpEnt+Liquid-S4 on ListOps (Table 1): <see cref="LiquidS4ListOps"/> with half of every block's width given to a branch that works on a
/// sequence resampled by learned intervals.
/// </summary>
/// <remarks>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729) gives hyper-parameters for SeRpEnt+S4 only.
/// Taken from SeRpEnt+S4: two branches, window 6, time basis 2, and the compression rate chosen for <see cref="SerpentS4ListOps"/>. Block,
/// system and training are those of the Liquid-S4 baseline.
/// </remarks>
[VariantOf(typeof(LiquidS4ListOps))]
[OfficialLiquidS4Branch(
    StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2,
    SsmLearningRate = 9e-4, CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentLiquidS4ListOps;
