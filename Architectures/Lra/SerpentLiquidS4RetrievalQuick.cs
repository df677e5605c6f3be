namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="SerpentLiquidS4Retrieval"/> in the protocol <c>small</c>: half the width of <see
/// cref="LiquidS4RetrievalQuick"/> works on a sequence resampled by learned intervals. The learning rate is lower than the baseline's, with
/// which the intervals shrink to nothing within an epoch.
/// </summary>
[VariantOf(typeof(LiquidS4RetrievalQuick))]
[OfficialLiquidS4Branch(StateSize = 7, Kernel = LiquidKernel.PB, Order = 2, Bidirectional = false, MinDelta = 2e-3, MaxDelta = 0.2,
          CompressionRate = 0.5, WindowSize = 7, TimeBasis = 2)]
[Recipe(LearningRate = 4e-3)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentLiquidS4RetrievalQuick;
