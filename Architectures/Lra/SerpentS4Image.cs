namespace SerpentDsl.Architectures.Lra;

/// <summary>
/// SeRpEnt+S4 on Image: the blocks and the training of <see cref="S4Image"/>, half of whose width works on a sequence resampled by learned
/// intervals.
/// </summary>
/// <remarks>
/// <i>SeRpEnt: Selective Resampling for Expressive State Space Models</i> (arXiv 2501.11729). The paper reports that resampling does not
/// help on images, and gives no hyper-parameters for them. Chosen here: compression rate, window and time basis of
/// <see cref="SerpentS4ListOps"/>; all else from <see cref="S4Image"/>.
/// </remarks>
[VariantOf(typeof(S4Image))]
[S4Branch(StateSize = 64, CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2)]
[Citation(
    "SeRpEnt: Selective Resampling for Expressive State Space Models. arXiv 2501.11729, 2025.",
    Url = "https://arxiv.org/abs/2501.11729")]
public sealed partial class SerpentS4Image;
