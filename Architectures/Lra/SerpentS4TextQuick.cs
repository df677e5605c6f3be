namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// The small form of <see cref="SerpentS4Text"/> in the protocol <c>small</c>: half the width of <see cref="S4TextQuick"/> works on a
/// sequence resampled by learned intervals.
/// </summary>
[VariantOf(typeof(S4TextQuick))]
[Backbone(Features = 48)]
[S4Branch(StateSize = 8,
          CompressionRate = 0.5, WindowSize = 5, TimeBasis = 2)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS4TextQuick;
