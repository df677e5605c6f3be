namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeRpEnt+Liquid-S4 on Text (Table 1): <see cref="LiquidS4Text"/> with two more branches, which work on sequences resampled by learned
/// intervals. The three branches share a width of 192.
/// </summary>
/// <remarks>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729) gives hyper-parameters for SeRpEnt+S4 only.
/// Taken from SeRpEnt+S4: three branches, window 5, width 192, time basis 2, and the compression rates chosen for <see
/// cref="SerpentS4Text"/>. Block, system and training are those of the Liquid-S4 baseline.
/// </remarks>
[VariantOf(typeof(LiquidS4Text))]
[Backbone(features: 192, depth: 4)]
[OfficialLiquidS4Branch(
    StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2,
    SsmLearningRate = 9e-4, CompressionRate = 0.5, WindowSize = 5, TimeBasis = 2)]
[OfficialLiquidS4Branch(
    StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2,
    SsmLearningRate = 9e-4, CompressionRate = 0.125, WindowSize = 5, TimeBasis = 2)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentLiquidS4Text;
