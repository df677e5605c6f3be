namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeRpEnt+S5 on Text (Table 1): <see cref="S5Text"/> with two more branches, which work on sequences resampled by learned intervals. The
/// three branches share a width of 192.
/// </summary>
/// <remarks>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729) gives hyper-parameters for SeRpEnt+S4 only.
/// Taken from SeRpEnt+S4: three branches, window 5, width 192, time basis 2, and the compression rates chosen for <see
/// cref="SerpentS4Text"/>. Block, system and training are those of the S5 baseline.
/// </remarks>
[VariantOf(typeof(S5Text))]
[Backbone(features: 192, depth: 6)]
[S5Branch(
    StateSize = 192, BlockSize = 16, OutputInitialisation = S5OutputInitialisation.LecunNormal,
    Activation = S5Activation.HalfGlu2, GlobalDelta = true, CompressionRate = 0.5, WindowSize = 5, TimeBasis = 2)]
[S5Branch(
    StateSize = 192, BlockSize = 16, OutputInitialisation = S5OutputInitialisation.LecunNormal,
    Activation = S5Activation.HalfGlu2, GlobalDelta = true, CompressionRate = 0.125, WindowSize = 5, TimeBasis = 2)]
[Citation("SeRpEnt: Selective Resampling for Expressive State Space Models. 2025", Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS5Text;
