namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeRpEnt+Liquid-S4 on Text (Table 1): <see cref="LiquidS4Text"/> with two more branches that work on sequences resampled by learned
/// intervals, in a width of 192, which the three share.
/// </summary>
/// <remarks>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729) gives hyper-parameters for SeRpEnt+S4 only.
/// From there: three branches, window 5, width 192, time basis 2; compression rates as in <see cref="SerpentS4Text"/>. Block, Liquid-S4 and
/// training are those of Liquid-S4.
/// </remarks>
[VariantOf(typeof(LiquidS4Text))]
[Backbone(features: 192, depth: 4)]
[OfficialLiquidS4Branch(StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2, SsmLearningRate = 9e-4,
                        CompressionRate = 0.5, WindowSize = 5, TimeBasis = 2)]
[OfficialLiquidS4Branch(StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2, SsmLearningRate = 9e-4,
                        CompressionRate = 0.125, WindowSize = 5, TimeBasis = 2)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentLiquidS4Text;
