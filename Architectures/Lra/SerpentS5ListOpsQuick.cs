namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="SerpentS5ListOps"/> in the protocol <c>small</c>: half the width of <see cref="S5ListOpsQuick"/> works on a
/// sequence resampled by learned intervals.
/// </summary>
[VariantOf(typeof(S5ListOpsQuick))]
[Backbone(Features = 48)]
[S5Branch(StateSize = 16, BlockSize = 2, OutputInitialisation = S5OutputInitialisation.LecunNormal, Activation = S5Activation.HalfGlu2,
          CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS5ListOpsQuick;
