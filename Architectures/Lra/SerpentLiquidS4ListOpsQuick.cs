namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="SerpentLiquidS4ListOps"/> in the protocol <c>small</c>: half the width of
/// <see cref="LiquidS4ListOpsQuick"/> works on a sequence resampled by learned intervals.
/// </summary>
[VariantOf(typeof(LiquidS4ListOpsQuick))]
[Backbone(Features = 48)]
[OfficialLiquidS4Branch(StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2,
          CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentLiquidS4ListOpsQuick;
