namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeRpEnt+S5 on Text (Table 1): <see cref="S5Text"/> with two more branches that work on sequences resampled by learned intervals, in a
/// width of 192, which the three share.
/// </summary>
/// <remarks>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729) gives hyper-parameters for SeRpEnt+S4 only.
/// From there: three branches, window 5, width 192, time basis 2; compression rates as in <see cref="SerpentS4Text"/>. Block, S5 and
/// training are those of S5.
/// </remarks>
[VariantOf(typeof(S5Text))]
[Backbone(features: 192, depth: 6)]
[S5Branch(StateSize = 192, BlockSize = 16, OutputInitialisation = S5OutputInitialisation.LecunNormal, Activation = S5Activation.HalfGlu2, GlobalDelta = true,
          CompressionRate = 0.5, WindowSize = 5, TimeBasis = 2)]
[S5Branch(StateSize = 192, BlockSize = 16, OutputInitialisation = S5OutputInitialisation.LecunNormal, Activation = S5Activation.HalfGlu2, GlobalDelta = true,
          CompressionRate = 0.125, WindowSize = 5, TimeBasis = 2)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS5Text;
